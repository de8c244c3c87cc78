"""The second step of a log-in: a code from the app, one from paper, or a passkey."""

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

#: As apps show it: six digits, people put a space in the middle.
APP_CODE = re.compile(r"\d{6}", re.ASCII)
#: Wrong codes in a browser that is known.
HERE: Any = {"limit": 10, "per": timedelta(hours=1)}


def step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step, then lead on."""
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
    """Why not, or nothing: then this session has both steps."""
    if not typed or device is None:
        return "wrong"
    user: Any = request.user
    known = known_devices.device_of(request, user.get_username())
    if known:
        return _verify_here(request, device, typed, known)
    if not device.verify_is_allowed()[0]:
        return "wait"
    found = django_otp.verify_token(request.user, device.persistent_id, typed)
    if not found:
        return "wrong"
    open_door(request, found)
    return ""


def _verify_here(request: HttpRequest, device: Device, typed: str, known: str) -> str:
    """In a browser that is known: whoever guesses elsewhere makes nobody wait here."""
    if not throttle.allow("step.device", known, **HERE):
        return "wait"
    with transaction.atomic():
        locked: Any = Device.from_persistent_id(device.persistent_id, for_verify=True)
        if locked is None:
            return "wrong"
        locked.own_allowance = True
        if not locked.verify_token(typed):
            return "wrong"
    throttle.give_back("step.device", known, **HERE)
    open_door(request, locked)
    return ""


def open_door(request: HttpRequest, device: Device) -> None:
    """This session has both steps now, under a new key."""
    django_otp.login(request, device)
    request.session.cycle_key()


def next_address(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is here; else where their work is."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = {reverse("entry:step"), reverse("admin:login")}
    if (
        url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        and wanted.split("?")[0] not in own
    ):
        return wanted
    user: Any = request.user
    return reverse("admin:index" if user.is_staff else "wagtailadmin_home")
