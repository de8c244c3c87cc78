"""Views of the request forms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking import cookies, promise
from booking.client_page.forms import CorrectForm
from booking.errors import RateLimitedError
from booking.intake import submission
from booking.intake.forms import FORMS, FormOptions, RequestForm
from booking.mails import client_mails as client_mails
from booking.models import AppointmentRequest
from booking.safety import messages as safety_messages
from clinic.contact import stored_phone
from clinic.crisis import CRISIS_LINES
from clinic.models import ClinicDetails
from clinic.throttle import client_address
from clinic.web.errors import DATABASE_AWAY

SENT_ALREADY = (
    "You have sent this form already, and we have it: your reference is {}. What you changed "
    "since then has not been sent. Send it once more if you want to make a second request."
)
CSRF_FAILED = (
    "We could not be sure that this form came from you. That happens when a page was open for "
    "a long time, or when a browser blocks cookies. Nothing you wrote is lost: please send it "
    "again. If you see this twice, allow cookies for this site, or call us."
)
#: Fields that query parameters may preselect, by slug.
PREFILLED_FIELDS = ("therapy", "assessment", "clinician")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Show or process one of the three request forms."""
    try:
        if request.method == "POST":
            return _send(request, kind)
        initial = {name: request.GET.get(name, "") for name in PREFILLED_FIELDS}
        form = FORMS[kind](options=FormOptions.current(), initial=initial)
        if cookies.get_sent_request(request):
            # "Back" must not show the text to the next user of a shared phone.
            form.helper.attrs["autocomplete"] = "off"
        return _closed(request, form) if form.is_closed else _page(request, form)
    except DATABASE_AWAY:
        return _database_away(request, kind)


def _csrf_failure(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form again with everything typed and a fresh CSRF token."""
    try:
        form = FORMS[kind](request.POST, options=FormOptions.current())
        form.add_error(None, CSRF_FAILED)
        return _page(request, form, status=403)
    except DATABASE_AWAY:
        return _database_away(request, kind)


ask.csrf_failure = _csrf_failure  # type: ignore[attr-defined]


def _send(request: HttpRequest, kind: str) -> HttpResponse:
    form = FORMS[kind](request.POST, options=FormOptions.current())
    if not form.is_valid():
        return _page(request, form, status=422)
    columns, answers = form.columns(), form.answers()
    stored = cookies.get_sent_request(request)
    if stored is None or not submission.matches_stored(stored, columns, answers):
        try:
            stored = submission.submit(columns, answers=answers, network=client_address(request))
        except RateLimitedError:
            return _page(request, form, status=429)
    if not submission.matches_stored(stored, columns, answers):
        # The same form was sent before with other contents: keep both.
        form.renew_key()
        form.add_error(None, SENT_ALREADY.format(stored.reference))
        return _page(request, form, status=422)
    return _redirect_to_receipt(stored)


def _redirect_to_receipt(stored: AppointmentRequest) -> HttpResponse:
    response = redirect("booking:received")
    cookies.RECEIVED.set(response, {"reference": stored.reference, "kind": stored.kind})
    if link := stored.newest_link:
        cookies.set_link(response, link)  # so that a wrong address can be corrected at once
    return response


def _page(request: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    clinic, now = ClinicDetails.current(), timezone.now()
    context = {
        "form": form,
        "crisis_lines": clinic.lines,
        "too_many": status == 429,
        "promise": promise.before_sending(clinic, now, kind=form.kind, door=form.availability),
        "safety_now": safety_messages.before_sending(clinic, now),
    }
    response = render(request, "booking/request.html", context, status=status)
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def _closed(request: HttpRequest, form: RequestForm) -> HttpResponse:
    """Say that this form is closed, and where else the client can turn."""
    context = {"form": form, "crisis_lines": ClinicDetails.current().lines}
    return render(request, "booking/closed.html", context)


def _database_away(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the form with all answers while the database is not available."""
    form = FORMS[kind](
        request.POST if request.method == "POST" else None,
        options=FormOptions.from_post(request.POST),
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
    """The receipt page. Without the cookie of this browser it shows no request."""
    clinic, sent = ClinicDetails.current(), cookies.get_sent_request(request)
    link = cookies.get_link(request)
    may_correct = sent and link and link.appointment_request_id == sent.pk and sent.takes_words
    context = {
        "sent": sent,
        "correct": CorrectForm(link=link) if link and may_correct else None,
        "mail_lost": sent and client_mails.has_lost_mail(sent),
        "crisis_lines": clinic.lines,
        "promise": sent and promise.for_request(sent, clinic),
        "safety_now": sent and safety_messages.for_request(sent, clinic),
        "concern": sent and sent.needs_safety_outcome and safety_messages.concern_sentence(sent),
    }
    response = render(request, "booking/received.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
