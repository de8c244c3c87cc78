"""Layout objects of the request forms."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django.template.loader import render_to_string


class Section(Div):
    """A heading with fields."""

    template = "%s/layout/section.html"

    def __init__(self, title: str, *fields: Any, intro: str = "", css_id: str) -> None:
        super().__init__(*fields, css_id=css_id)
        self.title = title
        self.intro = intro


class Template:
    """A template in the layout of a form."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any) -> str:
        return render_to_string(self.name, context.flatten() | {"form": form})


def wish_fields(number: int, legend: str) -> Fieldset:
    return Fieldset(legend, f"wish_{number}_day", f"wish_{number}_part", css_class="pair")


def mail_preferences() -> tuple[Any, ...]:
    """Return the choice of mail wording with its preview, and the recognition word."""
    return (
        "plain_mails",
        Template("booking/parts/mail_choice.html"),
        Template("booking/parts/word_start.html"),
        "recognition_word",
        Template("booking/parts/word_end.html"),
    )


def whole_page(*, about_you: tuple[str, ...], extra_sections: tuple[Any, ...]) -> Layout:
    """Return all sections; `about_you` and `extra_sections` are added by one kind of form."""
    return Layout(
        Section("First, your safety", "safe_now", Template("booking/parts/safety.html"),
                Template("booking/parts/not_safe_start.html"), "where_now", "emergency_contact",
                Template("booking/parts/client_end.html"), css_id="safety"),
        Section("About you", "name", "preferred_name", *about_you, "email", "phone",
                "contact_preference", css_id="about-you"),
        Section("What is safe for you",
                Fieldset("If that does not reach you", "may_write", "may_call", "may_text"),
                "voicemail_ok", "avoid_times", *mail_preferences(), css_id="safe-contact",
                intro="We do only what you allow here. Leave out what might be heard or seen "
                "by someone else."),
        Section("Who it is for", "for_whom", Template("booking/parts/client_start.html"),
                "client_name", "client_date_of_birth", "relationship",
                Template("booking/parts/client_end.html"), css_id="for-whom"),
        *extra_sections,
        Section("When and how", wish_fields(1, "First choice of time"),
                wish_fields(2, "Second choice"), wish_fields(3, "Third choice"),
                "format", "clinician", css_id="times",
                intro="Tell us up to three times that suit you. We offer what is free."),
        Section("Anything else", "message", css_id="anything-else"),
        Section("Send it", Template("booking/parts/promise.html"), "privacy_consent",
                "form_key", Template("booking/parts/trap.html"),
                Template("booking/parts/send.html"), css_id="send"),
    )  # fmt: skip
