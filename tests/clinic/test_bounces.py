"""Whether a bounce is final, by the words of every provider that Anymail reads."""

import pytest

from clinic.mail import bounces
from tests.clinic import reports
from tests.clinic.reports import (
    of_brevo,
    of_mailersend,
    of_mailgun,
    of_mailgun_before,
    of_mailjet,
    of_mailtrap,
    of_mandrill,
    of_postal,
    of_postmark,
    of_resend,
    of_sendgrid,
    of_sparkpost,
    of_unisender,
    ses,
)

NO_USER = "smtp; 550 5.1.1 <a@example.org>... User unknown"
FINAL = [
    ("amazon_ses", ses("Permanent", "NoEmail")),
    ("amazon_ses", ses("Permanent", "OnAccountSuppressionList")),
    ("amazon_ses", ses("Transient", status="5.1.1")),
    ("amazon_ses", ses("Undetermined", status="5.1.10")),
    ("amazon_ses", ses("Transient", status="5.4.4")),
    ("amazon_ses", ses("Undetermined", diagnosticCode=NO_USER)),
    ("brevo", of_brevo("hard_bounce")),
    ("brevo", of_brevo("invalid_email")),
    ("brevo", of_brevo("blocked")),
    ("mailersend", of_mailersend("hard_bounced")),
    ("mailgun", of_mailgun("permanent", "bounce")),
    ("mailgun", of_mailgun("permanent", "suppress-bounce", 605)),
    ("mailgun", of_mailgun("permanent", "generic")),
    ("mailgun", of_mailgun_before("bounced", "550")),
    ("mailgun", of_mailgun_before("dropped", "605")),
    ("mailjet", of_mailjet("bounce", hard_bounce=True, error="user unknown")),
    ("mailjet", of_mailjet("bounce", hard_bounce=True)),
    ("mailtrap", of_mailtrap("bounce", response_code=550)),
    ("mailtrap", of_mailtrap("bounce", bounce_category="bad-mailbox")),
    ("mandrill", of_mandrill("hard_bounce", bounce_description="bad_mailbox")),
    ("mandrill", of_mandrill("reject", reject={"reason": "hard-bounce"})),
    ("postal", of_postal(status="HardFail", output="550 5.1.1 No such user")),
    ("postmark", of_postmark("HardBounce")),
    ("postmark", of_postmark("BadEmailAddress")),
    (
        "postmark",
        of_postmark(None, "SubscriptionChange", SuppressionReason="HardBounce", Recipient="x"),
    ),
    ("resend", of_resend(type="Permanent", subType="General")),
    ("resend", of_resend(type="Permanent", subType="Suppressed", message="suppressed sending")),
    ("sendgrid", of_sendgrid(type="bounce", status="5.1.1")),
    ("sendgrid", of_sendgrid("dropped", reason="Bounced Address")),
    ("sendgrid", of_sendgrid("dropped", reason="Invalid")),
    ("sparkpost", of_sparkpost("10")),
    ("sparkpost", of_sparkpost("30", "out_of_band")),
    ("unisender_go", of_unisender("hard_bounced", "err_user_unknown")),
]
TEMPORARY = [
    ("amazon_ses", ses("Transient", "MailboxFull", status="5.2.2")),
    ("amazon_ses", ses("Transient", "ContentRejected", status="5.7.1")),
    ("amazon_ses", ses("Undetermined", "Undetermined")),
    ("amazon_ses", ses("Transient", status="5.1.8")),  # the sender's address
    ("amazon_ses", ses("Transient", status="4.4.7", diagnosticCode=NO_USER)),
    ("amazon_ses", ses("Transient", diagnosticCode="smtp; 550 host 10.5.1.1 is busy")),
    ("amazon_ses", ses("Strange")),
    ("brevo", of_brevo("soft_bounce")),
    ("brevo", of_brevo("deferred")),
    ("brevo", of_brevo("error")),
    ("brevo", of_brevo("delivered")),
    ("mailersend", of_mailersend("soft_bounced")),
    ("mailgun", of_mailgun("temporary", "generic", 451)),
    ("mailgun", of_mailgun("temporary", "bounce", 451)),
    ("mailgun", of_mailgun("permanent", "old", 602)),
    ("mailgun", of_mailgun("permanent", "espblock", 550)),
    ("mailgun", of_mailgun("permanent", "suppress-unsubscribe", 606)),
    ("mailgun", of_mailgun_before("bounced", "452")),
    ("mailgun", of_mailgun_before("dropped", "499")),
    ("mailjet", of_mailjet("bounce", hard_bounce=False, error="user unknown")),
    ("mailjet", of_mailjet("bounce", hard_bounce=True, error="quota exceeded")),
    ("mailjet", of_mailjet("bounce", hard_bounce=True, error="policy issue")),
    ("mailjet", of_mailjet("blocked", error="sender blocked")),
    ("mailtrap", of_mailtrap("soft bounce")),
    ("mailtrap", of_mailtrap("bounce", bounce_category="spam-related")),
    ("mandrill", of_mandrill("soft_bounce", bounce_description="mailbox_full")),
    ("mandrill", of_mandrill("reject", reject={"reason": "spam"})),
    ("postal", of_postal(status="SoftFail", output="450 4.2.1 Later")),
    ("postal", of_postal(status="HardFail", output="Maximum number of attempts reached")),
    ("postal", of_postal(original_message={"id": "m-1", "to": reports.WHO}, bounce={"id": 2})),
    *(
        ("postmark", of_postmark(kind))
        for kind in ("SoftBounce", "Transient", "DnsError", "Blocked", "DMARCPolicy", "New")
    ),
    ("postmark", of_postmark("VirusNotification")),
    (
        "postmark",
        of_postmark(
            None, "SubscriptionChange", SuppressionReason="HardBounce", SuppressSending=False
        ),
    ),
    ("resend", of_resend(type="Transient", subType="MailboxFull")),
    ("resend", of_resend(type="Undetermined", subType="Undetermined")),
    ("resend", of_resend()),
    ("resend", of_resend(type=None)),
    ("sendgrid", of_sendgrid(type="blocked", status="5.7.1")),
    ("sendgrid", of_sendgrid(type="expired")),
    ("sendgrid", of_sendgrid("deferred")),
    ("sendgrid", of_sendgrid("dropped", reason="Unsubscribed Address")),
    *(
        ("sparkpost", of_sparkpost(str(number)))
        for number in (1, 20, 21, 22, 23, 24, 25, 40, 50, 51, 52, 53, 54, 60, 70, 100, 999)
    ),
    ("unisender_go", of_unisender("soft_bounced", "err_will_retry")),
    ("unisender_go", of_unisender("hard_bounced", "err_mailbox_full")),
    ("unisender_go", of_unisender("hard_bounced", "err_spam_rejected")),
]


def is_final(provider, payload):
    (event,) = reports.read(provider, payload)
    return bounces.is_final(event, reports.VIEWS[provider].esp_name)


@pytest.mark.parametrize(("provider", "payload"), FINAL)
def test_fault_15_dead_address_is_final(provider, payload):
    assert is_final(provider, payload)


@pytest.mark.parametrize(("provider", "payload"), TEMPORARY)
def test_fault_15_what_is_not_certain_is_temporary(provider, payload):
    assert not is_final(provider, payload)


def test_fault_15_ses_is_read_for_the_one_recipient():
    payload = ses("Transient", status="5.2.2")
    payload["bounce"]["bouncedRecipients"].append({"emailAddress": "b@x.org", "status": "5.1.1"})
    found = {
        e.recipient: bounces.is_final(e, "Amazon SES") for e in reports.read("amazon_ses", payload)
    }
    assert found == {reports.WHO: False, "b@x.org": True}


@pytest.mark.parametrize(
    "raw", [None, [], "x", {}, {"bounce": None}, {"bounce": {"bouncedRecipients": "x"}}]
)
@pytest.mark.parametrize("esp_name", [*bounces.FINAL, "Unheard Of"])
def test_fault_15_report_of_an_odd_shape_is_temporary(raw, esp_name):
    (event,) = reports.read("postmark", of_postmark("HardBounce"))
    event.esp_event = raw
    assert not bounces.is_final(event, esp_name)


def test_fault_15_every_provider_of_anymail_is_in_the_table():
    from anymail.urls import urlpatterns

    named = {
        getattr(p.callback, "view_class", None).esp_name
        for p in urlpatterns
        if "tracking" in str(p.pattern)
    }
    assert named | {"Mandrill"} <= set(bounces.FINAL)
    assert {view.esp_name for view in reports.VIEWS.values()} | {"SendinBlue"} == set(bounces.FINAL)
