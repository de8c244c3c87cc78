"""The sign-up form as HTML, the same for every reader of a page."""

from functools import lru_cache
from typing import cast

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from newsletter.list.forms import SignUpForm, source_of
from newsletter.models import ConsentWording

CHECK_YOUR_EMAIL = {
    "title": "Check your email",
    "text": "If the address is right, a mail from us is on its way. Open it and press the "
    "button to confirm. Nothing there in ten minutes? Look in the spam folder, or try again "
    "in an hour.",
}
#: The practice specified this wording.
COULD_NOT_SEND = "There was an error while trying to send your request. Please try again."
_SOURCE_PLACEHOLDER = "source-goes-here"
#: The value of `<html lang>` on every page with the form (templates/base.html).
LANGUAGE = "en-AU"


def render_form(placement: str, path: str, wording: ConsentWording) -> SafeString:
    """Return the form for one placement on one page."""
    html = _render(placement, wording.version, wording.text)
    # Made only of a template and escaped text.
    return mark_safe(html.replace(_SOURCE_PLACEHOLDER, escape(source_of(placement, path))))  # noqa: S308


@lru_cache(maxsize=32)
def _render(placement: str, version: int, text: str) -> str:
    """Return the form without its source, the only part that differs from page to page."""
    initial = {"source": _SOURCE_PLACEHOLDER, "language": LANGUAGE, "wording": version}
    form = SignUpForm(initial=initial, placement=placement)
    return render_to_string(
        "newsletter/sign_up.html",
        {
            "form": form,
            "placement": placement,
            "wording_text": text,
            "could_not_send": COULD_NOT_SEND,
        },
    )


def again(form: SignUpForm, wording: ConsentWording) -> SignUpForm:
    """Return the submitted form with its values and errors, under the current wording."""
    data = cast("QueryDict", form.data).copy()
    data["wording"] = str(wording.version)
    if form.errors.get("language"):
        data["language"] = LANGUAGE
    if form.errors.get("source"):
        data["source"] = source_of("page", "/newsletter/")
    form.data = data
    return form
