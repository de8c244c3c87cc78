"""The one gate before every staff page (docs/adr/0013).

It looks at the session, not at the page that made it: a password alone opens nothing,
by whichever log-in view it came. What is not listed here needs both steps.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django_otp import user_has_device

from clinic.staff import kept_forms, session_age

PREFIXES = ("admin/", "cms/")


class Needs(Enum):
    """What a staff page asks of a session."""

    NOTHING = "nothing"
    PASSWORD = "password"  # noqa: S105
    #: The password, and both steps once the person has a second one.
    ENROLMENT = "enrolment"
    BOTH = "both"


#: By the name of the route; every other route needs both steps.
ROUTES = {
    "admin:login": Needs.NOTHING,
    "admin:logout": Needs.NOTHING,
    "cms-login": Needs.NOTHING,
    "wagtailadmin_logout": Needs.NOTHING,
    "entry:forgot": Needs.NOTHING,
    "entry:sent": Needs.NOTHING,
    "entry:choose": Needs.NOTHING,
    "entry:step": Needs.PASSWORD,
    "entry:passkey-ask": Needs.PASSWORD,
    "entry:passkey-answer": Needs.PASSWORD,
    "entry:account": Needs.ENROLMENT,
    "entry:app": Needs.ENROLMENT,
    "entry:passkey-new": Needs.ENROLMENT,
    "entry:passkey-made": Needs.ENROLMENT,
}
#: Asked by open pages on their own: nobody need be there.
UNATTENDED = ("cms/editing-sessions/", "admin/session/")
#: …except by a key or a button that somebody pressed.
ATTENDED = "entry:stay"


def is_staff_route(match: Any) -> bool:
    return bool(match.route.startswith(PREFIXES))


def needs(match: Any) -> Needs:
    """What the route of this `ResolverMatch` asks for."""
    return ROUTES.get(match.view_name, Needs.BOTH)


class Gate:
    """Middleware, after authentication and django-otp's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(tuple(f"/{p}" for p in PREFIXES)):
            # Elsewhere nobody is staff before the second step: no bar on pages, no drafts;
            # nor after the log-in has ended, which only staff pages would notice.
            somebody = request.user
            request.user = SimpleLazyObject(lambda: _who_is_verified(somebody, request.session))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match: Any = request.resolver_match
        if not is_staff_route(match):
            return None
        wanted = needs(match)
        user: Any = request.user
        idle = user.is_authenticated and session_age.is_over(request.session)
        if idle:
            who = user.pk
            logout(request)
            kept_forms.note_who_was_here(request.session, who)
        if wanted is Needs.NOTHING:
            return None
        if idle or not user.is_authenticated:
            return _to_log_in(request, idle)
        if refused := _second_step(request, user, wanted):
            return refused
        if match.view_name == ATTENDED or not match.route.startswith(UNATTENDED):
            session_age.touch(request.session)
        if request.method == "POST" and wanted is Needs.BOTH:
            kept_forms.forget_sent(request)
        return None


def _who_is_verified(user: Any, session: Any) -> Any:
    """Whoever has taken both steps, as long as the log-in lasts."""
    known = user.is_authenticated and user.is_verified() and not session_age.is_over(session)
    return user if known else AnonymousUser()


def _second_step(request: HttpRequest, user: Any, wanted: Needs) -> HttpResponse | None:
    """Where somebody with a password only has to go, if not here."""
    if user.is_verified() or wanted is Needs.PASSWORD:
        return None
    if user_has_device(user):
        return _lead(request, "entry:step")
    return None if wanted is Needs.ENROLMENT else _lead(request, "entry:account")


def _to_log_in(request: HttpRequest, idle: bool) -> HttpResponse:
    """Where it is known who was logged in until now, what they sent comes back to them."""
    fields = {} if _is_script(request) or request.method != "POST" else kept_forms.typed(request)
    if not fields:
        return _lead(request, "admin:login", **({"why": "idle"} if idle else {}))
    # They would be gone: "back" asks the server again, because nothing is stored.
    page = kept_forms.keep(request)
    words = [v for values in fields.values() for v in values if any(c.isspace() for c in v.strip())]
    short = {
        name.replace("_", " "): ", ".join(values)
        for name, values in fields.items()
        if not any(value in words for value in values)
    }
    context = {"words": words, "short": short, "idle": bool(page), "page": page}
    return render(request, "entry/not_saved.html", context, status=403)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _lead(request: HttpRequest, name: str, **query: str) -> HttpResponse:
    if _is_script(request):
        return HttpResponseForbidden()
    if request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    elif match := request.resolver_match:
        query["next"] = "/cms/" if match.route.startswith("cms/") else reverse("admin:index")
    return redirect(f"{reverse(name)}?{urlencode(query)}")
