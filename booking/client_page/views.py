"""The client's own page: what a link in a mail opens. No account.

The link's token is swapped for a short signed cookie and a clean address, so that it
stands in no history, referrer or log. GET and HEAD change nothing: mail scanners open
every link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking import cookies, promise
from booking.actions import NotPossibleError, TooManyError
from booking.client_page import actions as client_actions
from booking.client_page import new_links, state_words
from booking.client_page.forms import (
    NUMBER_RULES,
    ClientForm,
    CorrectForm,
    EraseForm,
    MailsForm,
    NewLinkForm,
    WithdrawForm,
    WordForm,
    about_of,
)
from booking.mails import stopping as mail_stopping
from booking.mails import wording as mail_wording
from booking.models import ClientLink, State
from booking.safety import words as safety_words
from clinic.contact import stored_phone
from clinic.crisis import CRISIS_LINES
from clinic.models import ClinicDetails
from clinic.throttle import client_address
from clinic.web import errors

#: What the page says at its top after an act, by the word in the signed cookie.
DONE = {
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

#: What is given back of a form that was not taken, and how much of each, in characters.
TYPED = (
    *("about", "key", "words", "email", "phone", *NUMBER_RULES),
    *("plain_mails", "recognition_word", "erase"),
)
MOST = 10_000

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """No search engine keeps the page; without the database it keeps what was typed."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except errors.DATABASE_AWAY:
            response = (
                _away(request) if request.method == "POST" else errors.page(request, 503, "503")
            )
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@private
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token of a mail for a cookie."""
    link = ClientLink.find(token)
    if link is None:
        return render(request, "booking/link_ended.html", status=404)
    response = redirect("booking:yours")
    response["Referrer-Policy"] = "no-referrer"
    cookies.admit(response, link)
    return response


@private
@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """What became of the request, and what the person can do now."""
    link, done = cookies.link_of(request), DONE.get(cookies.done_of(request), "")
    return _page(request, link, done=done) if link else _ended(request, done)


def _ended(request: HttpRequest, done: str = "") -> HttpResponse:
    response = render(request, "booking/link_ended.html", {"done": done})
    if done:
        cookies.forget(response)
    return response


def _page(
    request: HttpRequest,
    link: ClientLink,
    *,
    sent: ClientForm | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a link; `sent` is the form that was sent and stands there with its errors.

    Whoever sees it may go on for another half an hour.
    """
    appointment_request = link.appointment_request
    forms: dict[str, ClientForm] = {
        form.act: form(link=link)
        for form in (CorrectForm, MailsForm, WordForm, WithdrawForm, EraseForm)
    }
    if sent is not None:
        forms[sent.act] = sent
    booked = appointment_request.state == State.BOOKED
    agreed = appointment_request.appointments.select_related("clinician").last() if booked else None
    clinic = ClinicDetails.current()
    context = {
        "appointment_request": appointment_request,
        "agreed": agreed,
        "agreed_at": mail_wording.time_in_words(agreed.starts_at) if agreed else "",
        "words": state_words.of(appointment_request),
        "promise": promise.of(appointment_request, clinic),
        "safety_now": safety_words.of(appointment_request, clinic),
        "told": safety_words.told(appointment_request)
        if appointment_request.needs_safety_outcome
        else "",
        "email": masked_email(appointment_request.email),
        "phone": appointment_request.phone_normalised[-3:],
        "mail_lost": mail_stopping.has_problem(appointment_request),
        "forms": forms,
        "sent": sent,
        "done": done,
    }
    response = render(request, "booking/yours.html", context, status=status)
    cookies.admit(response, link)
    return response


def masked_email(email: str) -> str:
    """Enough to see that it is one's own: whoever holds the phone need not learn it."""
    local, _, domain = email.rpartition("@")
    return f"{local[:2]}…@{domain}"


def act(form_class: type[ClientForm]) -> Callable[[View], View]:
    """A view that does one thing with a valid form of the link's own page."""

    def decorate(do: Callable[..., HttpResponse]) -> View:
        @private
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(do)
        def view(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                return redirect("booking:yours")  # a tab restored after a mistake
            link = cookies.link_of(request)
            if link is None:
                return _without_link(request, form_class)
            form = form_class(request.POST, link=link)
            if not form.is_valid():
                return _page(request, link, sent=form, status=422)
            try:
                return do(request, link, form)
            except client_actions.LinkEndedError:
                return _without_link(request, form_class)
            except NotPossibleError:
                return _not_sent(request, "ended", status=409)
            except TooManyError:
                form.add_error(None, "You have done this often today. Please call us instead.")
                return _page(request, link, sent=form, status=429)

        view.csrf_failure = _refuse_stale(form_class)  # type: ignore[attr-defined]
        return view

    return decorate


def _not_sent(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    """Keep what was typed: to be sent again, or to be copied where that would not help.

    Asks no database, as it may be away.
    """
    sent = [(name, request.POST[name][:MOST]) for name in TYPED if request.POST.get(name)]
    context = {"crisis_lines": CRISIS_LINES, "phone": stored_phone(), "typed": sent, "why": why}
    return render(request, "booking/not_sent.html", context, status=status)


def _away(request: HttpRequest) -> HttpResponse:
    response = _not_sent(request, "away", status=503)
    response["Retry-After"] = "60"
    return response


def _without_link(request: HttpRequest, form_class: type[ClientForm]) -> HttpResponse:
    """The link has ended, perhaps by the same press a moment ago, or its cookie has."""
    reference = cookies.reference_of(request)
    if reference and about_of(request.POST.get("about", "")) == reference:
        if form_class is EraseForm and client_actions.is_erased(reference):
            return _erased()
        if form_class is CorrectForm and client_actions.was_just_corrected(reference):
            return render(request, "booking/link_ended.html", {"done": CORRECTED_BEFORE})
    return _not_sent(request, "closed", status=403)


def _refuse_stale(form_class: type[ClientForm]) -> View:
    """Without the anti-forgery token: keep the words, give a fresh form."""

    def view(request: HttpRequest) -> HttpResponse:
        link = cookies.link_of(request)
        if link is None:
            return _not_sent(request, "closed", status=403)
        form = form_class(request.POST, link=link)
        form.add_error(None, "We could not be sure that this came from you. Please send it again.")
        return _page(request, link, sent=form, status=403)

    return private(view)


def _back(done: str, link: ClientLink) -> HttpResponse:
    response = redirect("booking:yours")
    cookies.admit(response, link, done=done)
    return response


def _erased() -> HttpResponse:
    response = redirect("booking:yours")
    cookies.YOURS.give(response, {"done": "erased"})
    return response


@act(CorrectForm)
def correct(_request: HttpRequest, link: ClientLink, form: CorrectForm) -> HttpResponse:
    return _back("corrected", client_actions.correct(link, form.contact()))


@act(MailsForm)
def mails(_request: HttpRequest, link: ClientLink, form: MailsForm) -> HttpResponse:
    client_actions.choose_mails(link, form.wanted())
    return _back("mails", link)


@act(WordForm)
def add(_request: HttpRequest, link: ClientLink, form: WordForm) -> HttpResponse:
    client_actions.add_word(link, form.cleaned_data["words"], key=form.cleaned_data["key"])
    return _back("added", link)


@act(WithdrawForm)
def withdraw(request: HttpRequest, link: ClientLink, form: WithdrawForm) -> HttpResponse:
    if form.cleaned_data["erase"]:
        # It cannot be undone: one more press.
        return render(request, "booking/erase.html", _about_erasing(link))
    client_actions.withdraw(link, and_erase=False)
    return _back("withdrawn", link)


@act(EraseForm)
def erase(_request: HttpRequest, link: ClientLink, _form: EraseForm) -> HttpResponse:
    is_erased = client_actions.withdraw(link, and_erase=True)
    return _erased() if is_erased else _back("withdrawn", link)


def _about_erasing(link: ClientLink) -> dict[str, Any]:
    appointment_request = link.appointment_request
    told = (
        safety_words.told(appointment_request) if appointment_request.needs_safety_outcome else ""
    )
    return {"form": EraseForm(link=link), "appointment_request": appointment_request, "told": told}


@private
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Forget the link in this browser, on a shared phone."""
    response = redirect("booking:new-link")
    cookies.forget(response)
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link; the same answer for every address."""
    if request.method != "POST":
        return render(request, "booking/new_link.html", {"form": NewLinkForm()})
    form = NewLinkForm(request.POST)
    if not form.is_valid():
        return render(request, "booking/new_link.html", {"form": form}, status=422)
    try:
        new_links.want_link(form.cleaned_data["email"], network=client_address(request))
    except TooManyError:
        return errors.too_many(request)
    return render(request, "booking/new_link.html", {"wanted": True})
