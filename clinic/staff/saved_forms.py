"""Saves a form that was submitted after the log-in had ended, and restores it after the next.

It is encrypted in the session on the server, for the same user only, for half an hour, and is
deleted when the form is submitted again; the browser stores nothing.
"""

import base64
import json
import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from clinic.privacy import sealed

KEY = "kept_form"
#: Whose log-in ended in this session: often an open page's own request ends it before the form
#: is submitted.
USER_KEY = "was_here"
MAX_AGE = 30 * 60  # seconds
#: Characters; longer than any staff form. A file is too large for a session.
MAX_LENGTH = 200_000
#: Parts of field names that are never saved.
SECRET_PARTS = ("password", "csrf", "secret")
#: Field names that are never saved: secrets, buttons, and fields that a new page sets itself.
SECRET_NAMES = ("code", "key", "form_key", "next", "version", "action", "index", "website")


def submitted_fields(request: HttpRequest) -> dict[str, list[str]]:
    """Return every submitted field that is not blank, without secrets and buttons."""
    return {
        name: values
        for name, values in request.POST.lists()
        if any(v.strip() for v in values)
        and name not in SECRET_NAMES
        and not name.startswith("_")
        and not any(part in name.lower() for part in SECRET_PARTS)
    }


def remember_user(session: Any, user_id: Any) -> None:
    """Note in the new, empty session whose log-in has just ended."""
    session[USER_KEY] = str(user_id)


def save(request: HttpRequest) -> str:
    """Save the submitted form for the user whose log-in ended; return the form page's address.

    Return "" and save nothing if that user is not known.
    """
    user_id = request.session.get(USER_KEY)
    if user_id is None:
        return ""
    page = _page_of(request)
    form = {
        "at": int(time.time()),
        "path": request.path,
        "page": page,
        "fields": submitted_fields(request),
        "version": request.POST.get("version", ""),
    }
    text = json.dumps(form)
    if len(text) <= MAX_LENGTH:
        secret = sealed.seal(text, place=_place(user_id))
        request.session[KEY] = [user_id, base64.b64encode(secret).decode()]
    return page


def restore(request: HttpRequest, page: str) -> dict[str, Any] | None:
    """Return the form saved for this page and the user who is logged in, None if there is none."""
    form = _saved(request)
    if form is None or urlsplit(form["page"]).path != page:
        return None
    return {name: form[name] for name in ("path", "fields", "version")}


def discard_of_other_users(session: Any, user: Any) -> None:
    """At a log-in, discard a form that another user submitted."""
    session.pop(USER_KEY, None)
    if session.get(KEY, [""])[0] != str(user.pk):
        session.pop(KEY, None)


def discard_submitted(request: HttpRequest) -> None:
    """Discard the saved form once it is submitted again or too old."""
    if KEY in request.session:
        form = _saved(request)
        if form is None or form["path"] == request.path:
            del request.session[KEY]


def _saved(request: HttpRequest) -> dict[str, Any] | None:
    user_id, text = request.session.get(KEY, ["", ""])
    if not text or user_id != str(request.user.pk):
        return None
    try:
        opened = sealed.open_sealed(base64.b64decode(text), place=_place(user_id))
    except (sealed.UnreadableError, ValueError):
        return None  # encrypted with a key that is no longer in FIELD_KEYS
    form: dict[str, Any] = json.loads(opened)
    return form if time.time() - form["at"] < MAX_AGE else None


def _place(user_id: Any) -> str:
    """Return the associated data: the form cannot be decrypted for another user."""
    return f"session.{KEY}.{user_id}"


def _page_of(request: HttpRequest) -> str:
    """Return the address of the page with the form, which may differ from the form's action."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return request.path
    if came_from.netloc == request.get_host() and came_from.path.startswith(("/admin/", "/cms/")):
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.path
