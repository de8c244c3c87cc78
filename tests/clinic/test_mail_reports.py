"""What the provider reports, posted to the webhook as Postmark posts it."""

import base64

import pytest
from django.urls import include, path
from django.utils import timezone

from clinic.models import OutgoingEmail

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("anymail/", include("anymail.urls"))]
BOUNCE = {"RecordType": "Bounce", "Type": "HardBounce", "BouncedAt": "2026-11-23T10:00:00Z"}
COMPLAINT = {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}


@pytest.fixture(autouse=True)
def secret(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "who:there", "POSTMARK_SERVER_TOKEN": "x"}


@pytest.fixture
def mail(db):
    return OutgoingEmail.objects.create(
        kind="room/letter", to="a@example.org", subject="Hello", state="sent",
        sent_at=timezone.now(), provider_id="m-1",
    )  # fmt: skip


@pytest.fixture
def report(client):
    """Call it to post one report."""

    def post(secret="who:there", **report):
        report = {"MessageID": "m-1", "Email": "a@example.org"} | report
        credentials = base64.b64encode(secret.encode()).decode()
        return client.post(
            "/anymail/postmark/tracking/", report, content_type="application/json",
            headers={"Authorization": f"Basic {credentials}"},
        ).status_code  # fmt: skip

    return post


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (BOUNCE, "bounced"),
        ({"RecordType": "Bounce", "Type": "BadEmailAddress"}, "bounced"),
        ({"RecordType": "Bounce", "Type": "Blocked"}, "refused"),
        (COMPLAINT, "complained"),
        (BOUNCE | {"Email": "A@Example.org"}, "bounced"),
    ],
)
def test_report_is_written_to_its_mail(mail, report, words, problem):
    assert report(**words) == 200
    mail.refresh_from_db()
    assert mail.problem == problem
    assert mail.problem_at


def test_report_that_comes_twice_or_late_changes_nothing_more(mail, report):
    report(**BOUNCE)
    report(**BOUNCE | {"BouncedAt": "2026-11-24T10:00:00Z"})
    report(**COMPLAINT)
    mail.refresh_from_db()
    assert (mail.problem, mail.problem_at.day, mail.state) == ("bounced", 23, "sent")


@pytest.mark.parametrize(
    "words",
    [
        {"RecordType": "Delivery"},
        BOUNCE | {"Type": "SoftBounce"},
        BOUNCE | {"Type": "Transient"},
        BOUNCE | {"Type": "DnsError"},
        BOUNCE | {"MessageID": "m-2"},
        BOUNCE | {"MessageID": ""},
        BOUNCE | {"Email": "b@example.org"},
    ],
)
def test_report_of_no_consequence_changes_nothing(mail, report, words):
    OutgoingEmail.objects.create(kind="room/letter", to="a@example.org", subject="Unsent")
    assert report(**words) == 200
    assert not OutgoingEmail.objects.exclude(problem="").exists()


@pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailInsecureWebhookWarning")
def test_report_without_the_secret_is_refused(mail, report):
    assert report(secret="who:else", **BOUNCE) == 400
    assert not OutgoingEmail.objects.exclude(problem="").exists()
