"""The second step of a log-in: a code from the app, a recovery code, or a passkey."""

import re
from datetime import timedelta
from typing import Any

import django_otp
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp.models import Device

from clinic import throttle
from clinic.staff import factors, known_devices

#: Six digits; spaces that people type are removed before.
APP_CODE = re.compile(r"\d{6}", re.ASCII)
#: Wrong codes in a known browser.
DEVICE_LIMIT: Any = {"limit": 10, "per": timedelta(hours=1)}


def step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step, then redirect to the page that the user wanted."""
    user: Any = request.user
    if user.is_verified() or not django_otp.user_has_device(user):
        return redirect(next_address(request))
    error = ""
    if request.method == "POST":
        device = _device_for(user, typed := "".join(request.POST.get("code", "").split())[:40])
        error = _verify(request, device, typed)
        if not error:
            response = redirect(next_address(request))
            known_devices.remember(request, response, user.get_username())
            return response
    context = {
        **admin.site.each_context(request),
        "error": error,
        "passkeys": factors.passkeys_of(user).exists(),
        "next": next_address(request),
    }
    return render(request, "entry/step.html", context, status=422 if error else 200)


def _device_for(user: Any, typed: str) -> Device | None:
    return factors.app_of(user) if APP_CODE.fullmatch(typed) else factors.codes_of(user)


def _verify(request: HttpRequest, device: Device | None, typed: str) -> str:
    """Return "" if the code is right, and mark the session as verified; else the error's name."""
    if not typed or device is None:
        return "wrong"
    user: Any = request.user
    known = known_devices.device_of(request, user.get_username())
    if known:
        return _verify_on_known_device(request, device, typed, known)
    if not device.verify_is_allowed()[0]:
        return "wait"
    verified = django_otp.verify_token(request.user, device.persistent_id, typed)
    if not verified:
        return "wrong"
    mark_verified(request, verified)
    return ""


def _verify_on_known_device(request: HttpRequest, device: Device, typed: str, known: str) -> str:
    """As `_verify`, with the limit of a known browser instead of the device's own."""
    if not throttle.allow("step.device", known, **DEVICE_LIMIT):
        return "wait"
    with transaction.atomic():
        locked: Any = Device.from_persistent_id(device.persistent_id, for_verify=True)
        if locked is None:
            return "wrong"
        locked.own_allowance = True
        if not locked.verify_token(typed):
            return "wrong"
    throttle.uncount("step.device", known, **DEVICE_LIMIT)
    mark_verified(request, locked)
    return ""


def mark_verified(request: HttpRequest, device: Device) -> None:
    """Mark this session as verified by both steps, under a new session key."""
    django_otp.login(request, device)
    request.session.cycle_key()


def next_address(request: HttpRequest) -> str:
    """Return the requested `next` address if it is on this site, else the user's start page."""
    requested = request.POST.get("next") or request.GET.get("next") or ""
    own = {reverse("entry:step"), reverse("admin:login")}
    if (
        url_has_allowed_host_and_scheme(requested, {request.get_host()}, request.is_secure())
        and requested.split("?")[0] not in own
    ):
        return requested
    user: Any = request.user
    return reverse("admin:index" if user.is_staff else "wagtailadmin_home")
