"""The admin site, whose log-in page is the only one: for /admin/ and for /cms/."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from clinic import throttle
from clinic.staff import known_devices
from clinic.web import errors


class StaffLoginForm(AdminAuthenticationForm):
    """Admits users of /admin/ or /cms/; the error is the same for all others."""

    def confirm_login_allowed(self, user: Any) -> None:
        if not user.is_active or not (user.is_staff or user.has_perm("wagtailadmin.access_admin")):
            raise ValidationError(
                self.error_messages["invalid_login"],
                code="invalid_login",
                params={"username": self.username_field.verbose_name},
            )


Limit = tuple[tuple[str, str], dict[str, Any]]


def _login_limits(request: HttpRequest) -> list[Limit]:
    """Return the rate limits for wrong passwords: per account and network, network, account.

    The limit per account is high, so that a stranger cannot lock out a colleague. A browser in
    which this user has logged in before has a limit of its own and no other.
    """
    account = throttle.normalise(request.POST.get("username", "").strip()[:300])[:150]
    network = throttle.client_address(request)
    hour = timedelta(hours=1)
    if device := known_devices.device_of(request, account):
        return [(("login.device", device), {"limit": 10, "per": hour})]
    return [
        (("login.both", f"{account} {network}"), {"limit": 10, "per": hour}),
        (("login.network", network), {"limit": 50, "per": hour}),
        (("login.account", account), {"limit": 100, "per": hour}),
    ]


def _count_attempt(limits: list[Limit]) -> bool:
    """Count one attempt under all limits, or under none if one is reached; return whether."""
    for number, (subject, limit) in enumerate(limits):
        if not throttle.allow(*subject, **limit):
            _uncount_attempt(limits[:number])
            return False
    return True


def _uncount_attempt(limits: list[Limit]) -> None:
    for subject, limit in limits:
        throttle.uncount(*subject, **limit)


class FiltersOnly:
    """Mix in before ModelAdmin: the query may contain the list's filters and no other look-up.

    Django's own rule allows look-ups of any column of the model, personal data included, and
    passes NUL characters to the database.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        names = {name for name in self.list_filter if isinstance(name, str)}  # type: ignore[attr-defined]
        allowed = {f"{n}{end}" for n in names for end in ("__exact", "__id__exact", "__isnull")}
        return lookup in allowed and "\0" not in str(value)


class ClinicAdminSite(AdminSite):
    site_header = site_title = "Staff"
    index_title = "Today"
    site_url = "/"
    login_form = StaffLoginForm
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        # Counted before the password is checked, so that parallel attempts count as well.
        limits = _login_limits(request) if request.method == "POST" else []
        if not _count_attempt(limits):
            return errors.too_many(request)
        response = super().login(request, extra_context)
        if response.status_code != HTTPStatus.OK:
            _uncount_attempt(limits)
        user = request.user
        # Users without access to /admin/ go to /cms/ after the log-in.
        if (
            isinstance(response, HttpResponseRedirect)
            and response.url == reverse("admin:index")
            and user.is_authenticated
            and not user.is_staff
        ):
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        return response
