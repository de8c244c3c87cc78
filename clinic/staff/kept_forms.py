"""What somebody sent after their log-in had ended: given back once they have logged in again.

It is sealed in the session on the server, for the same person, for half an hour, and goes
when the form is sent; the browser stores nothing.
"""

import base64
import json
import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from clinic.privacy import sealed

KEY = "kept_form"
#: Whose log-in ended in this session: often an open page asks first, and then the form comes.
WHO = "was_here"
LIVES = 30 * 60  # seconds
#: Longer than any form of the desk; a session is no place for a file.
MOST = 200_000
#: Parts of names that are never kept: secrets, and what a new page brings anew.
SECRET = ("password", "csrf", "secret")
SECRET_NAMES = ("code", "key", "form_key", "next", "version", "action", "index", "website")


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """Every field that was sent with something in it, secrets and buttons left out."""
    return {
        name: values
        for name, values in request.POST.lists()
        if any(v.strip() for v in values)
        and name not in SECRET_NAMES
        and not name.startswith("_")
        and not any(part in name.lower() for part in SECRET)
    }


def note_who_was_here(session: Any, user_id: Any) -> None:
    """After a log-in has ended by itself: the session begins anew and knows only this."""
    session[WHO] = str(user_id)


def keep(request: HttpRequest) -> str:
    """Keep what was sent for whoever was here; the address of the page where its form stands.

    Empty if nobody knows who it was.
    """
    user_id = request.session.get(WHO)
    if user_id is None:
        return ""
    page = _page_of(request)
    form = {"at": int(time.time()), "path": request.path, "page": page, "fields": typed(request)}
    form["version"] = request.POST.get("version", "")
    text = json.dumps(form)
    if len(text) <= MOST:
        secret = sealed.seal(text, place=_place(user_id))
        request.session[KEY] = [user_id, base64.b64encode(secret).decode()]
    return page


def given_back(request: HttpRequest, page: str) -> dict[str, Any] | None:
    """What is kept of a form on this page, for whoever is logged in."""
    form = _kept(request)
    if form is None or urlsplit(form["page"]).path != page:
        return None
    return {name: form[name] for name in ("path", "fields", "version")}


def forget_others(session: Any, user: Any) -> None:
    """At a log-in: it was somebody else's."""
    session.pop(WHO, None)
    if session.get(KEY, [""])[0] != str(user.pk):
        session.pop(KEY, None)


def forget_sent(request: HttpRequest) -> None:
    """After the second step: the same form arrives once more, or it is too old."""
    if KEY in request.session:
        form = _kept(request)
        if form is None or form["path"] == request.path:
            del request.session[KEY]


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    user_id, text = request.session.get(KEY, ["", ""])
    if not text or user_id != str(request.user.pk):
        return None
    try:
        opened = sealed.open_sealed(base64.b64decode(text), place=_place(user_id))
    except (sealed.UnreadableError, ValueError):
        return None  # sealed with a key that is gone
    form: dict[str, Any] = json.loads(opened)
    return form if time.time() - form["at"] < LIVES else None


def _place(user_id: Any) -> str:
    """Bound to the person: somebody else's session does not open it."""
    return f"session.{KEY}.{user_id}"


def _page_of(request: HttpRequest) -> str:
    """Where the form stood: it may send its words to an address that shows nothing."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return request.path
    if came_from.netloc == request.get_host() and came_from.path.startswith(("/admin/", "/cms/")):
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.path
