"""Users choose their password by a link in a mail; nobody sets one for somebody else."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from clinic import links, throttle
from clinic.form_fields.typed import visible
from clinic.mail import outbox
from clinic.models import PasswordAsk
from clinic.web import errors

HOUR = timedelta(hours=1)
#: Lifetime of a link that the user requested (ASVS 6.4.3), and of one that the owner sent.
RESET_LIFETIME, INVITATION_LIFETIME = HOUR, timedelta(days=3)


class LinkTokens(PasswordResetTokenGenerator):
    """Django's tokens, which become invalid when the password changes or the user logs in."""

    def make(self, user: Any, lifetime: timedelta) -> str:
        """Return a token with this lifetime in place of PASSWORD_RESET_TIMEOUT.

        Its timestamp is shifted into the future by the difference.
        """
        ahead = int(lifetime.total_seconds()) - settings.PASSWORD_RESET_TIMEOUT
        now = self._num_seconds(self._now())  # type: ignore[attr-defined]
        token: str = self._make_token_with_timestamp(user, now + ahead, self.secret)  # type: ignore[attr-defined]
        return token


tokens = LinkTokens()


def send_link(user: Any, kind: str, lifetime: timedelta) -> None:
    """Queue a mail with the link by which this user chooses a password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = links.absolute("entry:choose", uid, tokens.make(user, lifetime))
    context = {"link": link, "username": user.get_username()}
    outbox.queue(kind, user.email, context, about=f"user {user.pk}")


def invite(user: Any) -> None:
    send_link(user, "clinic/invitation", INVITATION_LIFETIME)


def forgot(request: HttpRequest) -> HttpResponse:
    """Request a link. Response and duration are the same whether or not a user has the address."""
    error = ""
    if request.method == "POST":
        network = throttle.client_address(request)
        if not throttle.allow("password.network", network, limit=20, per=HOUR):
            return errors.too_many(request)
        address = visible(request.POST.get("email", "")).strip()
        if not _is_address(address):
            error = "Enter your email address, like name@example.org."
        else:
            if throttle.allow("password.address", throttle.normalise(address), limit=3, per=HOUR):
                PasswordAsk.objects.create(address=address)
            return redirect("entry:sent")
    return render(request, "entry/forgot.html", {"error": error}, status=422 if error else 200)


def _is_address(text: str) -> bool:
    try:
        PasswordAsk(address=text).clean_fields()
    except ValidationError:
        return False
    return True


def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "entry/sent.html")


def process_requests() -> int:
    """The worker's job: send a link to each active user with a requested address."""
    asks = list(PasswordAsk.objects.order_by("pk")[:50])
    for ask in asks:
        with transaction.atomic():
            if not PasswordAsk.objects.filter(pk=ask.pk).delete()[0]:
                continue  # another worker has processed it
            for user in get_user_model().objects.filter(email__iexact=ask.address, is_active=True):
                send_link(user, "clinic/password", RESET_LIFETIME)
    return len(asks)


class Choose(PasswordResetConfirmView):
    """The page that the link opens. The second step does not change."""

    template_name = "entry/choose_password.html"
    token_generator = tokens

    def get_success_url(self) -> str:
        return f"{reverse('admin:login')}?why=password"
