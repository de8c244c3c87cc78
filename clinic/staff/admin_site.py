"""One log-in for all staff: reception's desk at /admin/, editors at /cms/."""

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
    """Lets in whoever may use the desk or the editors' side; says the same to all others."""

    def confirm_login_allowed(self, user: Any) -> None:
        if not user.is_active or not (user.is_staff or user.has_perm("wagtailadmin.access_admin")):
            raise ValidationError(
                self.error_messages["invalid_login"],
                code="invalid_login",
                params={"username": self.username_field.verbose_name},
            )


Limit = tuple[tuple[str, str], dict[str, Any]]


def _guess_limits(request: HttpRequest) -> list[Limit]:
    """Wrong passwords in an hour: from one network for one account, from one network, in all.

    The account alone is limited loosely, so that a stranger cannot lock reception out; a
    browser in which this person has logged in before counts by itself only.
    """
    account = throttle.plain(request.POST.get("username", "").strip()[:300])[:150]
    network = throttle.client_address(request)
    hour = timedelta(hours=1)
    if device := known_devices.device_of(request, account):
        return [(("login.device", device), {"limit": 10, "per": hour})]
    return [
        (("login.both", f"{account} {network}"), {"limit": 10, "per": hour}),
        (("login.network", network), {"limit": 50, "per": hour}),
        (("login.account", account), {"limit": 100, "per": hour}),
    ]


def _count(limits: list[Limit]) -> bool:
    """Count one try everywhere, or nowhere if it is one too many."""
    for number, (who, most) in enumerate(limits):
        if not throttle.allow(*who, **most):
            _give_back(limits[:number])
            return False
    return True


def _give_back(limits: list[Limit]) -> None:
    for who, most in limits:
        throttle.give_back(*who, **most)


class FiltersOnly:
    """Mix in before ModelAdmin: an address may hold the list's filters and no other look-up.

    Django's own rule lets any column be searched by the address, persons included, and
    hands odd values to the database.
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
        # Counted before the password is looked at: forty guesses at once are forty.
        limits = _guess_limits(request) if request.method == "POST" else []
        if not _count(limits):
            return errors.too_many(request)
        response = super().login(request, extra_context)
        if response.status_code != HTTPStatus.OK:
            _give_back(limits)
        user = request.user
        # Editors have no desk: after the log-in they go where their work is.
        if (
            isinstance(response, HttpResponseRedirect)
            and response.url == reverse("admin:index")
            and user.is_authenticated
            and not user.is_staff
        ):
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        return response
