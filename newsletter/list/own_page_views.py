""" "Your subscription". GET and HEAD change nothing; the link is the permission."""

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
from newsletter.list.same_origin import is_from_here
from newsletter.list.views import UNREADABLE, unlisted
from newsletter.models import ConsentWording, Subscriber

TOO_MANY = "You have done this often today. Please try again tomorrow, or call us."
METHODS = ["GET", "HEAD", "POST"]


@csrf_exempt
@unlisted
@require_http_methods(METHODS)
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Asks for the address; the answer on the page is the same for every one."""
    if request.method != "POST":
        return _ask_address(request, AddressForm())
    if not is_from_here(request):
        return render(request, "newsletter/refused.html", status=HTTPStatus.FORBIDDEN)
    try:
        form = AddressForm(request.POST)
    except UNREADABLE:
        return errors.bad_request(request)
    if not form.is_valid():
        return _ask_address(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        own_page.want_link(form.cleaned_data["email"], network=throttle.client_address(request))
    except signing_up.TooManyError:
        form.add_error("email", TOO_MANY)
        return _ask_address(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    return render(request, "newsletter/yours_sent.html")


def _ask_address(
    request: HttpRequest, form: AddressForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "newsletter/yours.html", {"form": form}, status=status)


@csrf_exempt
@unlisted
@require_http_methods(METHODS)
def your_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What we hold of one person, and what they can do about it: one button each."""
    try:
        person = own_page.find(token)
    except own_page.OldLinkError:
        return render(request, "newsletter/yours_old.html", status=HTTPStatus.GONE)
    if person is None:
        return render(request, "newsletter/link_unknown.html", status=HTTPStatus.NOT_FOUND)
    if request.method != "POST":
        return _page(request, person)
    try:
        act = ACTS.get(request.POST.get("act", ""), _page)
    except UNREADABLE:
        return errors.bad_request(request)
    return act(request, person)


def _page(request: HttpRequest, person: Subscriber, **more: Any) -> HttpResponse:
    if person.state == State.ERASED:
        return render(request, "newsletter/yours_erased.html", status=HTTPStatus.GONE)
    wording = ConsentWording.current()
    form = more.pop("form", None) or CorrectForm(initial={"wording": wording.version})
    context = own_page.held(person) | {"form": form, "wording": wording} | more
    status = more.get("status", HTTPStatus.OK)
    return render(request, "newsletter/your_subscription.html", context, status=status)


def _correct(request: HttpRequest, person: Subscriber) -> HttpResponse:
    if person.state != State.CONFIRMED:
        return _page(request, person)
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            own_page.correct(person, network=throttle.client_address(request), **_seen(form))
            return _page(request, person, done="corrected")
        except signing_up.TooManyError:
            form.add_error("email", TOO_MANY)
        except ValidationError as error:
            form.add_error("email", error)
    # Words that have changed meanwhile: they read the new ones and send again.
    data = request.POST.copy()
    data["wording"] = str(ConsentWording.current().version)
    form.data = data
    return _page(request, person, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _seen(form: CorrectForm) -> dict[str, Any]:
    return {
        "address": form.cleaned_data["email"],
        "wording": form.cleaned_data["wording"],
        "page_path": "/newsletter/yours/",  # without the token: it is a permission
        "language": form_html.LANGUAGE,
    }


def _leave(request: HttpRequest, person: Subscriber) -> HttpResponse:
    actions.withdraw(person.public_id, method=Method.LINK)
    person.refresh_from_db()
    return _page(request, person, done="left")


def _ask_to_erase(request: HttpRequest, person: Subscriber) -> HttpResponse:
    if person.state == State.ERASED:
        return _page(request, person)
    return render(request, "newsletter/yours_erase.html", {"person": person})


def _erase(request: HttpRequest, person: Subscriber) -> HttpResponse:
    erasing.erase(person, method=Method.LINK)
    return render(request, "newsletter/yours_erased.html")


ACTS = {"correct": _correct, "leave": _leave, "erase": _ask_to_erase, "erase-now": _erase}
