"""The sign-up form as HTML: the same bytes for everybody who reads a page."""

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
#: Word for word as the practice asked for it.
COULD_NOT_SEND = "There was an error while trying to send your request. Please try again."
_SOURCE = "source-goes-here"
#: What `<html lang>` says on every page that carries the form (templates/base.html).
LANGUAGE = "en-AU"


def render_form(placement: str, path: str, wording: ConsentWording) -> SafeString:
    """The form for one place on one page."""
    html = _rendered(placement, wording.version, wording.text)
    # Made of our own template and escaped text only.
    return mark_safe(html.replace(_SOURCE, escape(source_of(placement, path))))  # noqa: S308


@lru_cache(maxsize=32)
def _rendered(placement: str, version: int, text: str) -> str:
    """Rendering costs milliseconds, and only the source differs from page to page."""
    seen = {"source": _SOURCE, "language": LANGUAGE, "wording": version}
    form = SignUpForm(initial=seen, placement=placement)
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
    """The form they sent, with what was typed and its errors, under the words as they are now."""
    data = cast("QueryDict", form.data).copy()
    data["wording"] = str(wording.version)
    if form.errors.get("language"):
        data["language"] = LANGUAGE
    if form.errors.get("source"):
        data["source"] = source_of("page", "/newsletter/")
    form.data = data
    return form
