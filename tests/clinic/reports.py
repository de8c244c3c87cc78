"""Reports as providers post them, read by Anymail and handed to the site as Anymail does."""

import json

from anymail.signals import tracking
from anymail.webhooks import (
    amazon_ses,
    brevo,
    mailersend,
    mailgun,
    mailjet,
    mailtrap,
    mandrill,
    postal,
    postmark,
    resend,
    sendgrid,
    sparkpost,
    unisender_go,
)
from django.test import RequestFactory

WHO = "a@example.org"
AT = 1_795_000_000  # November 2026
VIEWS = {
    "amazon_ses": amazon_ses.AmazonSESTrackingWebhookView,
    "brevo": brevo.BrevoTrackingWebhookView,
    "mailersend": mailersend.MailerSendTrackingWebhookView,
    "mailgun": mailgun.MailgunTrackingWebhookView,
    "mailjet": mailjet.MailjetTrackingWebhookView,
    "mailtrap": mailtrap.MailtrapTrackingWebhookView,
    "mandrill": mandrill.MandrillCombinedWebhookView,
    "postal": postal.PostalTrackingWebhookView,
    "postmark": postmark.PostmarkTrackingWebhookView,
    "resend": resend.ResendTrackingWebhookView,
    "sendgrid": sendgrid.SendGridTrackingWebhookView,
    "sparkpost": sparkpost.SparkPostTrackingWebhookView,
    "unisender_go": unisender_go.UnisenderGoTrackingWebhookView,
}


def read(provider, payload):
    """Anymail's events for a payload; its check of signatures is its own business."""
    view = VIEWS[provider].__new__(VIEWS[provider])
    if provider == "amazon_ses":
        return view.esp_to_anymail_events(payload, {"MessageId": "1"})
    if provider == "sparkpost":
        (kind, event), *_ = payload["msys"].items()
        return [view.esp_to_anymail_event(kind, event, payload)]
    if provider == "mandrill":
        return [view.mandrill_tracking_to_anymail_event(payload)]
    if provider == "mailgun" and "event-data" not in payload:
        return view.parse_events(RequestFactory().post("/", payload))
    body = json.dumps(payload)
    request = RequestFactory().post("/", body, content_type="application/json")
    return view.parse_events(request)


def report(provider, payload):
    for event in read(provider, payload):
        tracking.send(sender=None, event=event, esp_name=VIEWS[provider].esp_name)


# --- Payloads as documented, with the words that differ -----------------------------------


def ses(kind, sub="General", **recipient):
    bounced = [{"emailAddress": WHO} | recipient]
    bounce = {"bounceType": kind, "bounceSubType": sub, "bouncedRecipients": bounced}
    return {"eventType": "Bounce", "bounce": bounce, "mail": {"messageId": "m-1"}}


def of_resend(**bounce):
    message = {"message": "The recipient's email provider sent a hard bounce message."}
    data = {"email_id": "m-1", "to": [WHO], "bounce": message | bounce}
    return {"type": "email.bounced", "created_at": "2026-11-22T23:41:12.126Z", "data": data}


def of_sparkpost(bounce_class, kind="bounce"):
    event = {"type": kind, "bounce_class": bounce_class, "raw_rcpt_to": WHO}
    return {"msys": {"message_event": event | {"transmission_id": "m-1", "timestamp": str(AT)}}}


def of_sendgrid(event="bounce", **words):
    return [{"event": event, "email": WHO, "timestamp": AT, "anymail_id": "m-1"} | words]


def of_mailgun(severity, reason, code=550):
    data = {"event": "failed", "severity": severity, "reason": reason, "recipient": WHO}
    data |= {"timestamp": AT, "message": {"headers": {"message-id": "m-1"}}}
    return {"event-data": data | {"delivery-status": {"code": code}}}


def of_mailgun_before(event, code):
    words = {"event": event, "code": code, "recipient": WHO, "timestamp": AT}
    return words | {"Message-Id": "m-1", "message-headers": "[]"}


def of_postmark(kind, record="Bounce", **words):
    return {"RecordType": record, "Type": kind, "Email": WHO, "MessageID": "m-1"} | words


def of_brevo(event):
    return {"event": event, "email": WHO, "message-id": "m-1", "ts_epoch": AT * 1000}


def of_mailjet(event, **words):
    return {"event": event, "email": WHO, "MessageID": "m-1", "time": AT} | words


def of_mailersend(kind):
    email = {"recipient": {"email": WHO}, "message": {"id": "m-1"}, "status": "rejected"}
    data = {"type": kind, "email": email, "created_at": "2026-11-22T23:41:12Z"}
    return {"type": f"activity.{kind}", "data": data | {"morph": {"object": "recipient_bounce"}}}


def of_mailtrap(event, **words):
    one = {"event": event, "email": WHO, "message_id": "m-1", "timestamp": AT}
    return {"events": [one | words]}


def of_mandrill(event, **msg):
    return {"event": event, "_id": "m-1", "ts": AT, "msg": {"email": WHO} | msg}


def of_postal(**payload):
    message = {"id": "m-1", "to": WHO, "direction": "outgoing"}
    payload.setdefault("message", message)
    return {"uuid": "1", "timestamp": AT, "payload": payload}


def of_unisender(status, why):
    event = {"status": status, "email": WHO, "job_id": "m-1", "event_time": "2026-11-22 23:41:12"}
    event["delivery_info"] = {"delivery_status": why}
    return event | {"event_name": "transactional_email_status"}
