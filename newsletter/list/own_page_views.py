"""Views of "Your subscription". GET and HEAD change nothing; the token in the link authorises."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinic import throttle
from clinic.web import errors
from newsletter.list import actions, erasing, form_html, own_page, signing_up
from newsletter.list.actions import Method, State
from newsletter.list.forms import AddressForm, CorrectForm
from newsletter.list.same_origin import is_same_origin
from newsletter.list.views import POST_ERRORS, noindex
from newsletter.models import ConsentWording, Subscriber

TOO_MANY = "You have done this often today. Please try again tomorrow, or call us."
METHODS = ["GET", "HEAD", "POST"]


@csrf_exempt
@noindex
@require_http_methods(METHODS)
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Ask for an address and mail the link. The page is the same for every address."""
    if request.method != "POST":
        return _ask_address(request, AddressForm())
    if not is_same_origin(request):
        return render(request, "newsletter/refused.html", status=HTTPStatus.FORBIDDEN)
    try:
        form = AddressForm(request.POST)
    except POST_ERRORS:
        return errors.bad_request(request)
    if not form.is_valid():
        return _ask_address(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        own_page.request_link(form.cleaned_data["email"], network=throttle.client_address(request))
    except signing_up.TooManyError:
        form.add_error("email", TOO_MANY)
        return _ask_address(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    return render(request, "newsletter/yours_sent.html")


def _ask_address(
    request: HttpRequest, form: AddressForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "newsletter/yours.html", {"form": form}, status=status)


@csrf_exempt
@noindex
@require_http_methods(METHODS)
def your_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Show the data of one subscriber, and do what they choose by a button."""
    try:
        subscriber = own_page.find(token)
    except own_page.OldLinkError:
        return render(request, "newsletter/yours_old.html", status=HTTPStatus.GONE)
    if subscriber is None:
        return render(request, "newsletter/link_unknown.html", status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return _page(request, subscriber)
    try:
        action = ACTIONS.get(request.POST.get("act", ""), _page)
    except POST_ERRORS:
        return errors.bad_request(request)
    return action(request, subscriber)


def _page(request: HttpRequest, subscriber: Subscriber, **extra: Any) -> HttpResponse:
    if subscriber.state == State.ERASED:
        return render(request, "newsletter/yours_erased.html", status=HTTPStatus.GONE)
    wording = ConsentWording.current()
    form = extra.pop("form", None) or CorrectForm(initial={"wording": wording.version})
    context = own_page.subscriber_data(subscriber) | {"form": form, "wording": wording} | extra
    status = extra.get("status", HTTPStatus.OK)
    return render(request, "newsletter/your_subscription.html", context, status=status)


def _correct(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    if subscriber.state != State.CONFIRMED:
        return _page(request, subscriber)
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            own_page.correct(
                subscriber, network=throttle.client_address(request), **_consent_context(form)
            )
            return _page(request, subscriber, done="corrected")
        except signing_up.TooManyError:
            form.add_error("email", TOO_MANY)
        except ValidationError as error:
            form.add_error("email", error)
    # The wording may have changed: show the current one, to read and send again.
    data = request.POST.copy()
    data["wording"] = str(ConsentWording.current().version)
    form.data = data
    return _page(request, subscriber, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _consent_context(form: CorrectForm) -> dict[str, Any]:
    return {
        "address": form.cleaned_data["email"],
        "wording": form.cleaned_data["wording"],
        "page_path": "/newsletter/yours/",  # without the token, which authorises
        "language": form_html.LANGUAGE,
    }


def _leave(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    actions.withdraw(subscriber.public_id, method=Method.LINK)
    subscriber.refresh_from_db()
    return _page(request, subscriber, done="left")


def _ask_to_erase(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    if subscriber.state == State.ERASED:
        return _page(request, subscriber)
    return render(request, "newsletter/yours_erase.html", {"subscriber": subscriber})


def _erase(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    erasing.erase(subscriber, method=Method.LINK)
    return render(request, "newsletter/yours_erased.html")


ACTIONS = {"correct": _correct, "leave": _leave, "erase": _ask_to_erase, "erase-now": _erase}
