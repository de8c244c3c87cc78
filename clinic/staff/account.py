"""Views of a user's own log-in: show, set up and change the second step."""

from typing import Any

import django_otp
import segno
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinic.models import AuthenticatorApp, RecoveryCodes
from clinic.staff import factors, passkeys
from clinic.staff.second_step import mark_verified, next_address

#: Session key: the app that this session is setting up; no other session may read its secret.
APP_IN_SETUP = "app_begun"


def account(request: HttpRequest) -> HttpResponse:
    """Show the user's second steps; POST starts to set up an authenticator app."""
    user: Any = request.user
    if request.method == "POST":
        AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
        request.session[APP_IN_SETUP] = AuthenticatorApp.new(user, confirmed=False).pk
        return redirect("entry:app")
    codes = factors.codes_of(user)
    return _page(
        request,
        "account",
        app=factors.app_of(user),
        passkeys=list(factors.passkeys_of(user)),
        codes_left=len(codes.hashes) if codes else 0,
        passkeys_work=passkeys.ARE_SUPPORTED,
    )


def app(request: HttpRequest) -> HttpResponse:
    """Show the secret for the app; POST checks the app's first code and confirms it."""
    user: Any = request.user
    new = factors.app_of(user, confirmed=False)
    if new is None or new.pk != request.session.get(APP_IN_SETUP):
        return redirect("entry:account")
    error = ""
    if request.method == "POST":
        typed = "".join(request.POST.get("code", "").split())
        if proven := django_otp.verify_token(user, new.persistent_id, typed):
            factors.confirm_app(proven)
            _continue_with(request, proven)
            return _show_codes(request)
        error = "wrong"
    picture = segno.make(new.address).svg_inline(scale=5, border=4, light="#fff", omitsize=True)
    spaced = " ".join(new.key[i : i + 4] for i in range(0, len(new.key), 4))
    return _page(
        request, "app", 422 if error else 200, error=error, picture=picture, spaced_key=spaced
    )


@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Replace the user's recovery codes and show the new ones."""
    user: Any = request.user
    factors.notify(user, "codes")
    return _show_codes(request)


@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of the user's passkeys, unless it is their only second step."""
    user: Any = request.user
    key = get_object_or_404(factors.passkeys_of(user), pk=pk)
    others = factors.passkeys_of(user).exclude(pk=pk).first()
    other = factors.app_of(user) or others
    if other is None:
        messages.error(request, "This is your only second step. Set up another one first.")
        return redirect("entry:account")
    key.delete()
    factors.notify(user, "passkey removed")
    _continue_with(request, other)
    messages.success(request, "The passkey is removed.")
    return redirect("entry:account")


def _continue_with(request: HttpRequest, device: Any) -> None:
    """Verify this session with a remaining device; end the user's other sessions."""
    mark_verified(request, device)
    factors.end_sessions(request.user, but=request.session.session_key)


def _show_codes(request: HttpRequest) -> HttpResponse:
    return _page(
        request, "codes", codes=RecoveryCodes.renew(request.user), go_on=next_address(request)
    )


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    context = admin.site.each_context(request) | context
    return render(request, f"entry/{name}.html", context, status=status)
