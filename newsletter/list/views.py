"""Sign-up, confirmation, unsubscribing. GET and HEAD change nothing; tokens in links authorise."""

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
from newsletter.list.same_origin import is_same_origin
from newsletter.models import ConsentEvent, ConsentWording

View = Callable[..., HttpResponse]
#: What reading `request.POST` may raise: unknown charsets, broken multipart, too much data.
POST_ERRORS = (BadRequest, MultiPartParserError, SuspiciousOperation, RequestDataTooBig)


def noindex(view: View) -> View:
    """Tell search engines not to index the view's page."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@csrf_exempt
@noindex
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Handle every sign-up form; respond to the page's script with JSON."""
    if request.method != "POST":
        return HttpResponseRedirect("/newsletter/")
    if not is_same_origin(request):
        return render(request, "newsletter/refused.html", status=HTTPStatus.FORBIDDEN)
    try:
        form = SignUpForm(request.POST, placement="again")
    except POST_ERRORS:
        return errors.bad_request(request)
    try:
        return _handle_form(request, form)
    except errors.DATABASE_AWAY:
        return _database_away(request)


def _handle_form(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    if form.is_honeypot_filled:
        return _check_your_email(request)
    if not form.is_valid():
        return _show_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _sign_up(request, form)
    except signing_up.TooManyError:
        return _show_form(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    return _check_your_email(request)


RESENT_FIELDS = ("email", "source", "language", "wording")


def _database_away(request: HttpRequest) -> HttpResponse:
    """Respond without the database: an error message, and the form to send again."""
    sent = {name: request.POST.get(name, "")[:300] for name in RESENT_FIELDS}
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


def _sign_up(request: HttpRequest, form: SignUpForm) -> None:
    placement, page_path = form.cleaned_data["source"]
    signing_up.sign_up(
        form.cleaned_data["email"],
        wording=form.cleaned_data["wording"],
        placement=placement,
        page_path=page_path,
        language=form.cleaned_data["language"],
        network=throttle.client_address(request),
    )


def _check_your_email(request: HttpRequest) -> HttpResponse:
    """Respond alike for every address, known or not."""
    if wants_json(request):
        response: HttpResponse = JsonResponse(form_html.CHECK_YOUR_EMAIL)
    else:
        response = HttpResponseRedirect(reverse("newsletter:check-your-email"))
        response.status_code = HTTPStatus.SEE_OTHER
    patch_vary_headers(response, ["Accept"])
    return response


def _show_form(request: HttpRequest, form: SignUpForm, status: HTTPStatus) -> HttpResponse:
    """Show the form again with its values and errors, under the current wording."""
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


@noindex
@require_safe
def check_your_email(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/check_your_email.html", form_html.CHECK_YOUR_EMAIL)


@csrf_exempt
@noindex
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a sign-up by a button, because mail programs and scanners open links."""
    try:
        signup = actions.find_signup(token)
        if signup is not None and request.method == "POST":
            actions.confirm(signup)
            return render(request, "newsletter/confirmed.html")
    except actions.StaleLinkError:
        return render(request, "newsletter/link_stale.html", status=HTTPStatus.GONE)
    if signup is None:
        return render(request, "newsletter/link_unknown.html", status=HTTPStatus.NOT_FOUND)
    return render(request, "newsletter/confirm.html", {"signup": signup})


@csrf_exempt
@noindex
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribe by a button or the one-click POST of RFC 8058: no cookie, log-in or redirect."""
    public_id = actions.find_subscriber(token)
    if public_id is None:
        return render(request, "newsletter/link_unknown.html", status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return render(request, "newsletter/unsubscribe.html")
    actions.withdraw(public_id, method=_method(request))
    return render(request, "newsletter/unsubscribed.html")


def _method(request: HttpRequest) -> str:
    """Return how the person unsubscribes. A form that cannot be read still unsubscribes."""
    try:
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    except POST_ERRORS:
        one_click = False
    return ConsentEvent.Method.ONE_CLICK if one_click else ConsentEvent.Method.LINK
