"""Asking for an appointment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking import cookies, promise
from booking.actions import TooManyError
from booking.client_page.forms import CorrectForm
from booking.intake import submission
from booking.intake.forms import FORMS, Offered, RequestForm
from booking.mails import stopping as mail_stopping
from booking.models import AppointmentRequest
from booking.safety import words as safety_words
from clinic.contact import stored_phone
from clinic.crisis import CRISIS_LINES
from clinic.models import ClinicDetails
from clinic.throttle import client_address
from clinic.web.errors import DATABASE_AWAY

SENT_ALREADY = (
    "You have sent this form already, and we have it: your reference is {}. What you changed "
    "since then has not been sent. Send it once more if you want to make a second request."
)
STALE = (
    "We could not be sure that this form came from you. That happens when a page was open for "
    "a long time, or when a browser blocks cookies. Nothing you wrote is lost: please send it "
    "again. If you see this twice, allow cookies for this site, or call us."
)
#: What the address of a form may choose in it, by slug.
WISHES = ("therapy", "assessment", "clinician")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the three forms: shown, sent, or shown again with what to do."""
    try:
        if request.method == "POST":
            return _send(request, kind)
        # The page they come from brings its therapy, assessment or clinician along.
        wish = {name: request.GET.get(name, "") for name in WISHES}
        form = FORMS[kind](offered=Offered.today(), wish=wish)
        if cookies.sent_before(request):
            # "Back" must not show the story to whoever holds the phone next.
            form.helper.attrs["autocomplete"] = "off"
        return _closed(request, form) if form.is_closed else _page(request, form)
    except DATABASE_AWAY:
        return _away(request, kind)


def _refuse_stale(request: HttpRequest, kind: str) -> HttpResponse:
    """The form came without its anti-forgery token: keep the words, give a fresh one."""
    try:
        form = FORMS[kind](request.POST, offered=Offered.today())
        form.add_error(None, STALE)
        return _page(request, form, status=403)
    except DATABASE_AWAY:
        return _away(request, kind)


ask.csrf_failure = _refuse_stale  # type: ignore[attr-defined]


def _send(request: HttpRequest, kind: str) -> HttpResponse:
    form = FORMS[kind](request.POST, offered=Offered.today())
    if not form.is_valid():
        return _page(request, form, status=422)
    columns, answers = form.columns(), form.answers()
    stored = cookies.sent_before(request)
    if stored is None or not submission.says_the_same(stored, columns, answers):
        try:
            stored = submission.submit(columns, answers=answers, network=client_address(request))
        except TooManyError:
            return _page(request, form, status=429)
    if not submission.says_the_same(stored, columns, answers):
        # The same page, changed after it was sent: say so, lose neither version.
        form.renew_key()
        form.add_error(None, SENT_ALREADY.format(stored.reference))
        return _page(request, form, status=422)
    return _lead_to_receipt(stored)


def _lead_to_receipt(stored: AppointmentRequest) -> HttpResponse:
    response = redirect("booking:received")
    cookies.RECEIVED.give(response, {"reference": stored.reference, "kind": stored.kind})
    if link := stored.links.order_by("pk").last():
        cookies.admit(response, link)  # a wrong address can be corrected at once
    return response


def _page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    clinic, now = ClinicDetails.current(), timezone.now()
    context = {
        "form": form,
        "crisis_lines": clinic.lines,
        "too_many": status == 429,
        "promise": promise.before_sending(clinic, now, kind=form.kind, door=form.door),
        "safety_now": safety_words.before_sending(clinic, now),
    }
    response = render(request, "booking/request.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def _closed(request: HttpRequest, form: RequestForm) -> HttpResponse:
    """Nobody can ask for this now: say so, and where else to turn to."""
    context = {"form": form, "crisis_lines": ClinicDetails.current().lines}
    return render(request, "booking/closed.html", context)


def _away(request: HttpRequest, kind: str) -> HttpResponse:
    """The database is away: keep every answer in the page and say what to do."""
    form = FORMS[kind](
        request.POST if request.method == "POST" else None, offered=Offered.as_sent(request.POST)
    )
    context = {
        "form": form,
        "crisis_lines": CRISIS_LINES,
        "phone": stored_phone(),
        "sent": request.method == "POST",
        "away": True,
    }
    response = render(request, "booking/away.html", context, status=503)
    response["Retry-After"] = "60"
    return response


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Where a sent request lands; without the cookie of this browser it says nothing."""
    clinic, sent = ClinicDetails.current(), cookies.sent_before(request)
    link = cookies.link_of(request)
    mine = sent and link and link.appointment_request_id == sent.pk and sent.takes_words
    context = {
        "sent": sent,
        "correct": CorrectForm(link=link) if link and mine else None,
        "mail_lost": sent and mail_stopping.has_problem(sent),
        "crisis_lines": clinic.lines,
        "promise": sent and promise.of(sent, clinic),
        "safety_now": sent and safety_words.of(sent, clinic),
        "told": sent and sent.needs_safety_outcome and safety_words.told(sent),
    }
    response = render(request, "booking/received.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
