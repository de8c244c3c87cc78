"""Sign-up, confirmation, leaving. GET and HEAD change nothing; the links are the permission."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clinic import throttle
from clinic.crisis import CRISIS_LINES
from clinic.web import errors
from newsletter.list import actions, form_html, signing_up
from newsletter.list.forms import SignUpForm
from newsletter.list.same_origin import is_from_here
from newsletter.models import ConsentEvent, ConsentWording

View = Callable[..., HttpResponse]
#: What reading `request.POST` may raise: odd charsets, broken multipart, far too much.
UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, RequestDataTooBig)


def unlisted(view: View) -> View:
    """No search engine keeps these pages."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The target of every sign-up form; answers the page's own script with JSON."""
    if request.method != "POST":
        return HttpResponseRedirect("/newsletter/")
    if not is_from_here(request):
        return render(request, "newsletter/refused.html", status=HTTPStatus.FORBIDDEN)
    try:
        form = SignUpForm(request.POST, placement="again")
    except UNREADABLE:
        return errors.bad_request(request)
    try:
        return _answer(request, form)
    except errors.DATABASE_AWAY:
        return _away(request)


def _answer(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    if form.is_trapped:
        return _check_your_email(request)
    if not form.is_valid():
        return _show_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _ask(request, form)
    except signing_up.TooManyError:
        return _show_form(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    return _check_your_email(request)


SENT = ("email", "source", "language", "wording")


def _away(request: HttpRequest) -> HttpResponse:
    """The database is away: the sentence of the practice, and what was typed to send again."""
    sent = {name: request.POST.get(name, "")[:300] for name in SENT}
    context = {
        "sent": sent,
        "could_not_send": form_html.COULD_NOT_SEND,
        "crisis_lines": CRISIS_LINES,
    }
    response = render(
        request, "newsletter/away.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response["Retry-After"] = "60"
    return response


def _ask(request: HttpRequest, form: SignUpForm) -> None:
    placement, page_path = form.cleaned_data["source"]
    signing_up.ask(
        form.cleaned_data["email"],
        wording=form.cleaned_data["wording"],
        placement=placement,
        page_path=page_path,
        language=form.cleaned_data["language"],
        network=throttle.client_address(request),
    )


def _check_your_email(request: HttpRequest) -> HttpResponse:
    """The same for every address, whatever we know of it."""
    if wants_json(request):
        response: HttpResponse = JsonResponse(form_html.CHECK_YOUR_EMAIL)
    else:
        response = HttpResponseRedirect(reverse("newsletter:check-your-email"))
        response.status_code = HTTPStatus.SEE_OTHER
    patch_vary_headers(response, ["Accept"])
    return response


def _show_form(request: HttpRequest, form: SignUpForm, status: HTTPStatus) -> HttpResponse:
    """What was typed, what to do, and the words as they are now."""
    wording = ConsentWording.current()
    too_many = status == HTTPStatus.TOO_MANY_REQUESTS
    if wants_json(request):
        response: HttpResponse = JsonResponse(
            {
                "errors": {name: list(form.errors[name]) for name in form.errors},
                "wording": {"version": wording.version, "text": wording.text},
            },
            status=status,
        )
    else:
        form = form_html.again(form, wording)
        context = {
            "form": form,
            "wording": wording,
            "too_many": too_many,
            "could_not_send": form_html.COULD_NOT_SEND,
        }
        response = render(request, "newsletter/sign_up_again.html", context, status=status)
    if too_many:
        response["Retry-After"] = "3600"
    patch_vary_headers(response, ["Accept"])
    return response


@unlisted
@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/check_your_email.html", form_html.CHECK_YOUR_EMAIL)


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button; only pressing it counts. Mail programs and scanners open links."""
    try:
        asked = actions.find_asked(token)
        if asked is not None and request.method == "POST":
            actions.confirm(asked)
            return render(request, "newsletter/confirmed.html")
    except actions.StaleLinkError:
        return render(request, "newsletter/link_stale.html", status=HTTPStatus.GONE)
    if asked is None:
        return render(request, "newsletter/link_unknown.html", status=HTTPStatus.NOT_FOUND)
    return render(request, "newsletter/confirm.html", {"asked": asked})


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One button, and the one-click POST of RFC 8058: no cookie, no log-in, no redirect."""
    public_id = actions.find_subscriber(token)
    if public_id is None:
        return render(request, "newsletter/link_unknown.html", status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return render(request, "newsletter/unsubscribe.html")
    actions.withdraw(public_id, method=_method(request))
    return render(request, "newsletter/unsubscribed.html")


def _method(request: HttpRequest) -> str:
    """Which button it was. What cannot be read still counts: they want to leave."""
    try:
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    except UNREADABLE:
        one_click = False
    return ConsentEvent.Method.ONE_CLICK if one_click else ConsentEvent.Method.LINK
