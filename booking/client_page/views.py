"""Views of the client's own page, which a link in a mail opens without an account.

The token of the link is exchanged for a short-lived signed cookie and a redirect, so that it
stays out of history, referrers and logs. GET and HEAD change nothing, because mail scanners
open every link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import cookies, promise
from booking.client_page import actions as client_actions
from booking.client_page import new_links, state_messages
from booking.client_page.forms import (
    NUMBER_RULES,
    ClientForm,
    CorrectForm,
    EraseForm,
    MailPreferencesForm,
    NewLinkForm,
    WithdrawForm,
    WordForm,
    read_about_token,
)
from booking.errors import LinkEndedError, NotPossibleError, RateLimitedError
from booking.mails import client_mails as client_mails
from booking.mails import compose as compose
from booking.models import ClientLink, State
from booking.safety import messages as safety_messages
from clinic.contact import stored_phone
from clinic.crisis import CRISIS_LINES
from clinic.models import ClinicDetails
from clinic.throttle import client_address
from clinic.web import errors

#: The message at the top of the page, by the last action in the signed cookie.
DONE_MESSAGES = {
    "corrected": "We have corrected it. Thank you.",
    "mails": "Our next email comes in this way.",
    "added": "We have it. A person reads it with your request.",
    "withdrawn": "We have taken it back.",
    "erased": "Your request is withdrawn and everything you wrote is erased. "
    "You are welcome to ask again at any time.",
}
CORRECTED_BEFORE = (
    "The contact details of your request were corrected a moment ago. "
    "The newest email from us has the link to your page."
)

#: Fields that are shown again from a form that was not accepted, and their maximum length.
RETAINED_FIELDS = (
    *("about", "key", "words", "email", "phone", *NUMBER_RULES),
    *("plain_mails", "recognition_word", "erase"),
)
MAX_RETAINED = 10_000

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Forbid indexing, and keep typed text while the database is not available."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except errors.DATABASE_AWAY:
            response = (
                _database_away(request)
                if request.method == "POST"
                else errors.page(request, 503, "503")
            )
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@private
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token of a link for a cookie."""
    link = ClientLink.find(token)
    if link is None:
        return render(request, "booking/link_ended.html", status=404)
    response = redirect("booking:yours")
    response["Referrer-Policy"] = "no-referrer"
    cookies.set_link(response, link)
    return response


@private
@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """Show the state of the request and what the client can do."""
    link, done = cookies.get_link(request), DONE_MESSAGES.get(cookies.get_last_action(request), "")
    return _page(request, link, done=done) if link else _link_ended(request, done)


def _link_ended(request: HttpRequest, done: str = "") -> HttpResponse:
    response = render(request, "booking/link_ended.html", {"done": done})
    if done:
        cookies.delete_all(response)
    return response


def _page(
    request: HttpRequest,
    link: ClientLink,
    *,
    sent: ClientForm | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page of a link. `sent` is a submitted form, shown with its errors.

    The cookie is renewed for another half an hour.
    """
    appointment_request = link.appointment_request
    forms: dict[str, ClientForm] = {
        form.action: form(link=link)
        for form in (CorrectForm, MailPreferencesForm, WordForm, WithdrawForm, EraseForm)
    }
    if sent is not None:
        forms[sent.action] = sent
    is_booked = appointment_request.state == State.BOOKED
    agreed = (
        appointment_request.appointments.select_related("clinician").last() if is_booked else None
    )
    clinic = ClinicDetails.current()
    context = {
        "appointment_request": appointment_request,
        "agreed": agreed,
        "agreed_at": compose.time_in_words(agreed.starts_at) if agreed else "",
        "state_message": state_messages.for_request(appointment_request),
        "promise": promise.for_request(appointment_request, clinic),
        "safety_now": safety_messages.for_request(appointment_request, clinic),
        "concern": safety_messages.concern_sentence(appointment_request)
        if appointment_request.needs_safety_outcome
        else "",
        "email": masked_email(appointment_request.email),
        "phone": appointment_request.phone_normalised[-3:],
        "mail_lost": client_mails.has_lost_mail(appointment_request),
        "forms": forms,
        "sent": sent,
        "done": done,
    }
    response = render(request, "booking/yours.html", context, status=status)
    cookies.set_link(response, link)
    return response


def masked_email(email: str) -> str:
    """Mask an address, so that only its owner recognises it."""
    local, _, domain = email.rpartition("@")
    return f"{local[:2]}…@{domain}"


def client_action(form_class: type[ClientForm]) -> Callable[[View], View]:
    """Turn a function that handles a valid form into a view of the client's page."""

    def decorate(handle: Callable[..., HttpResponse]) -> View:
        @private
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(handle)
        def view(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return redirect("booking:yours")  # a restored browser tab
            link = cookies.get_link(request)
            if link is None:
                return _without_link(request, form_class)
            form = form_class(request.POST, link=link)
            if not form.is_valid():
                return _page(request, link, sent=form, status=422)
            try:
                return handle(request, link, form)
            except LinkEndedError:
                return _without_link(request, form_class)
            except NotPossibleError:
                return _not_sent(request, "ended", status=409)
            except RateLimitedError:
                form.add_error(None, "You have done this often today. Please call us instead.")
                return _page(request, link, sent=form, status=429)

        view.csrf_failure = _csrf_failure(form_class)  # type: ignore[attr-defined]
        return view

    return decorate


def _not_sent(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """Show the typed text, to be sent again or to be copied.

    It uses no database, which may not be available.
    """
    typed = [
        (name, request.POST[name][:MAX_RETAINED])
        for name in RETAINED_FIELDS
        if request.POST.get(name)
    ]
    context = {"crisis_lines": CRISIS_LINES, "phone": stored_phone(), "typed": typed, "why": why}
    return render(request, "booking/not_sent.html", context, status=status)


def _database_away(request: HttpRequest) -> HttpResponse:
    response = _not_sent(request, "away", status=503)
    response["Retry-After"] = "60"
    return response


def _without_link(request: HttpRequest, form_class: type[ClientForm]) -> HttpResponse:
    """Respond when the link or its cookie has ended, perhaps by the same form sent before."""
    reference = cookies.get_reference(request)
    if reference and read_about_token(request.POST.get("about", "")) == reference:
        if form_class is EraseForm and client_actions.is_erased(reference):
            return _redirect_erased()
        if form_class is CorrectForm and client_actions.was_just_corrected(reference):
            return render(request, "booking/link_ended.html", {"done": CORRECTED_BEFORE})
    return _not_sent(request, "closed", status=403)


def _csrf_failure(form_class: type[ClientForm]) -> View:
    """Return a view for a failed CSRF check, which shows the form with everything typed."""

    def view(request: HttpRequest) -> HttpResponse:
        link = cookies.get_link(request)
        if link is None:
            return _not_sent(request, "closed", status=403)
        form = form_class(request.POST, link=link)
        form.add_error(None, "We could not be sure that this came from you. Please send it again.")
        return _page(request, link, sent=form, status=403)

    return private(view)


def _redirect_done(done: str, link: ClientLink) -> HttpResponse:
    response = redirect("booking:yours")
    cookies.set_link(response, link, done=done)
    return response


def _redirect_erased() -> HttpResponse:
    response = redirect("booking:yours")
    cookies.YOURS.set(response, {"done": "erased"})
    return response


@client_action(CorrectForm)
def correct(_request: HttpRequest, link: ClientLink, form: CorrectForm) -> HttpResponse:
    return _redirect_done("corrected", client_actions.correct(link, form.contact_columns()))


@client_action(MailPreferencesForm)
def mails(_request: HttpRequest, link: ClientLink, form: MailPreferencesForm) -> HttpResponse:
    client_actions.change_mail_preferences(link, form.preference_columns())
    return _redirect_done("mails", link)


@client_action(WordForm)
def add(_request: HttpRequest, link: ClientLink, form: WordForm) -> HttpResponse:
    client_actions.add_word(link, form.cleaned_data["words"], key=form.cleaned_data["key"])
    return _redirect_done("added", link)


@client_action(WithdrawForm)
def withdraw(request: HttpRequest, link: ClientLink, form: WithdrawForm) -> HttpResponse:
    if form.cleaned_data["erase"]:
        # It cannot be undone, so it is confirmed on a page of its own.
        return render(request, "booking/erase.html", _erase_context(link))
    client_actions.withdraw(link, and_erase=False)
    return _redirect_done("withdrawn", link)


@client_action(EraseForm)
def erase(_request: HttpRequest, link: ClientLink, _form: EraseForm) -> HttpResponse:
    is_erased = client_actions.withdraw(link, and_erase=True)
    return _redirect_erased() if is_erased else _redirect_done("withdrawn", link)


def _erase_context(link: ClientLink) -> dict[str, Any]:
    appointment_request = link.appointment_request
    concern = (
        safety_messages.concern_sentence(appointment_request)
        if appointment_request.needs_safety_outcome
        else ""
    )
    return {
        "form": EraseForm(link=link),
        "appointment_request": appointment_request,
        "concern": concern,
    }


@private
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Delete the cookies of this browser, for shared phones."""
    response = redirect("booking:new-link")
    cookies.delete_all(response)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link. The response is the same for every address."""
    if request.method != "POST":
        return render(request, "booking/new_link.html", {"form": NewLinkForm()})
    form = NewLinkForm(request.POST)
    if not form.is_valid():
        return render(request, "booking/new_link.html", {"form": form}, status=422)
    try:
        new_links.request_link(form.cleaned_data["email"], network=client_address(request))
    except RateLimitedError:
        return errors.too_many(request)
    return render(request, "booking/new_link.html", {"link_requested": True})
