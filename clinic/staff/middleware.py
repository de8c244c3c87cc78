"""The middleware that checks the session before every staff page (docs/adr/0013).

It checks the state of the session, not which log-in view created it: a password alone is
never enough. A route that is not listed here needs both steps.
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

from clinic.staff import saved_forms, session_age

PREFIXES = ("admin/", "cms/")


class Requirement(Enum):
    """What a staff page requires of a session."""

    NOTHING = "nothing"
    PASSWORD = "password"  # noqa: S105
    #: The password, and the second step too once the user has one.
    ENROLMENT = "enrolment"
    BOTH = "both"


#: By route name; every other route needs both steps.
REQUIREMENTS = {
    "admin:login": Requirement.NOTHING,
    "admin:logout": Requirement.NOTHING,
    "cms-login": Requirement.NOTHING,
    "wagtailadmin_logout": Requirement.NOTHING,
    "entry:forgot": Requirement.NOTHING,
    "entry:sent": Requirement.NOTHING,
    "entry:choose": Requirement.NOTHING,
    "entry:step": Requirement.PASSWORD,
    "entry:passkey-ask": Requirement.PASSWORD,
    "entry:passkey-answer": Requirement.PASSWORD,
    "entry:account": Requirement.ENROLMENT,
    "entry:app": Requirement.ENROLMENT,
    "entry:passkey-new": Requirement.ENROLMENT,
    "entry:passkey-made": Requirement.ENROLMENT,
}
#: Requested by open pages on their own, so not a sign that a person is there.
UNATTENDED = ("cms/editing-sessions/", "admin/session/")
#: The exception: requested after a key or button was pressed.
ATTENDED = "entry:stay"


def is_staff_route(match: Any) -> bool:
    return bool(match.route.startswith(PREFIXES))


def requirement_of(match: Any) -> Requirement:
    """Return what the route of this `ResolverMatch` requires."""
    return REQUIREMENTS.get(match.view_name, Requirement.BOTH)


class StaffAccessMiddleware:
    """Goes after the authentication middleware and django-otp's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(tuple(f"/{p}" for p in PREFIXES)):
            # On public pages a user counts as staff (user bar, drafts) only after both steps
            # and until the log-in ends, which only staff pages would check.
            user = request.user
            request.user = SimpleLazyObject(lambda: _verified_user(user, request.session))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match: Any = request.resolver_match
        if not is_staff_route(match):
            return None
        requirement = requirement_of(match)
        user: Any = request.user
        idle = user.is_authenticated and session_age.has_expired(request.session)
        if idle:
            who = user.pk
            logout(request)
            saved_forms.remember_user(request.session, who)
        if requirement is Requirement.NOTHING:
            return None
        if idle or not user.is_authenticated:
            return _to_log_in(request, idle)
        if redirect_response := _redirect_to_second_step(request, user, requirement):
            return redirect_response
        if match.view_name == ATTENDED or not match.route.startswith(UNATTENDED):
            session_age.touch(request.session)
        if request.method == "POST" and requirement is Requirement.BOTH:
            saved_forms.discard_submitted(request)
        return None


def _verified_user(user: Any, session: Any) -> Any:
    """Return the user if both steps are done and the log-in has not ended, else anonymous."""
    known = user.is_authenticated and user.is_verified() and not session_age.has_expired(session)
    return user if known else AnonymousUser()


def _redirect_to_second_step(
    request: HttpRequest, user: Any, requirement: Requirement
) -> HttpResponse | None:
    """Return a redirect for a user who has given only the password, if the route needs more."""
    if user.is_verified() or requirement is Requirement.PASSWORD:
        return None
    if user_has_device(user):
        return _redirect(request, "entry:step")
    return None if requirement is Requirement.ENROLMENT else _redirect(request, "entry:account")


def _to_log_in(request: HttpRequest, idle: bool) -> HttpResponse:
    """Redirect to the log-in page; a submitted form is saved and shown instead of lost."""
    is_form = request.method == "POST" and not _is_script(request)
    fields = saved_forms.submitted_fields(request) if is_form else {}
    if not fields:
        return _redirect(request, "admin:login", **({"why": "idle"} if idle else {}))
    # The browser's "back" would not restore them, because staff pages are not stored.
    page = saved_forms.save(request)
    texts = [v for values in fields.values() for v in values if any(c.isspace() for c in v.strip())]
    short_fields = {
        name.replace("_", " "): ", ".join(values)
        for name, values in fields.items()
        if not any(value in texts for value in values)
    }
    context = {"words": texts, "short": short_fields, "idle": bool(page), "page": page}
    return render(request, "entry/not_saved.html", context, status=403)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _redirect(request: HttpRequest, name: str, **query: str) -> HttpResponse:
    if _is_script(request):
        return HttpResponseForbidden()
    if request.method in ("GET", "HEAD"):
        query["next"] = request.get_full_path()
    elif match := request.resolver_match:
        query["next"] = "/cms/" if match.route.startswith("cms/") else reverse("admin:index")
    return redirect(f"{reverse(name)}?{urlencode(query)}")
