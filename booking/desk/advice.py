"""Advice to staff on how they may contact a client."""

from booking.models import AppointmentRequest
from booking.models.choices import ForWhom, Preference
from clinic.form_fields.typed import isolated

PREFERRED = {
    Preference.EMAIL: "Answer by email.",
    Preference.PHONE: "Call to answer.",
    Preference.SMS: "Answer by text message.",
}
#: Way, column that permits it, and wording, in display order.
CONTACT_RULES = (
    (Preference.EMAIL, "may_write", "write an email"),
    (Preference.PHONE, "may_call", "call"),
    (Preference.SMS, "may_text", "send a text message"),
)


def contact_advice(appointment_request: AppointmentRequest, *, mail_lost: bool) -> list[str]:
    """Return sentences, the most important first; `mail_lost` if mail does not arrive."""
    advice = [
        _rule_advice(appointment_request, *rule, mail_lost=mail_lost) for rule in CONTACT_RULES
    ]
    advice.sort(key=lambda line: line not in PREFERRED.values())
    if appointment_request.may_call:
        advice += _calling_advice(appointment_request)
    if appointment_request.neutral_wording:
        advice.append("Use neutral words: others may see or hear them. Never say what it is about.")
    advice.append(
        f"Ask for {isolated(appointment_request.preferred_name or appointment_request.name)}."
    )
    if appointment_request.recognition_word:
        advice.append(_recognition_advice(appointment_request))
    if appointment_request.for_whom != ForWhom.SELF:
        advice.append("They ask for someone else. Talk to the person who wrote.")
    return advice


def _rule_advice(
    appointment_request: AppointmentRequest,
    way: Preference,
    column: str,
    wording: str,
    *,
    mail_lost: bool,
) -> str:
    if way == Preference.EMAIL and mail_lost:
        return "Do not write an email: it does not reach them."
    if way == appointment_request.contact_preference:
        return PREFERRED[way]
    return (
        f"You may also {wording}." if getattr(appointment_request, column) else f"Do not {wording}."
    )


def _recognition_advice(appointment_request: AppointmentRequest) -> str:
    """Return how to use the recognition word."""
    word, ask = f"“{appointment_request.recognition_word}”", "Ask for it when they call."
    if not (appointment_request.may_call or appointment_request.may_text):
        return f"Their recognition word is {word}. {ask}"
    return f"Say {word} before anything else: it tells them that it is us. {ask}"


def mail_problem_advice(appointment_request: AppointmentRequest) -> str:
    """Return what to do after a mail was lost, within what the client allowed."""
    if appointment_request.may_call:
        return " ".join(["Mail problem: call instead.", *_calling_advice(appointment_request)])
    if appointment_request.may_text:
        return "Mail problem: send a text message instead. Do not call."
    if appointment_request.safety_flag:
        # Whether to set a contact rule aside is a decision of a clinician, and urgent.
        return (
            "Mail problem: they allowed no other way, and they may not be safe. Do not wait. "
            "Tell the lead or the clinician on duty now: they decide whether to call or text."
        )
    return (
        "Mail problem: they allowed no other way. Do not call or text. "
        "Check the address for a typing mistake, or wait until they contact us."
    )


def _calling_advice(appointment_request: AppointmentRequest) -> list[str]:
    """Return how to call a client who allows calls."""
    advice = ["Do not leave a voice message."]
    if appointment_request.voicemail_ok:
        advice = ["You may leave a voice message."]
    if appointment_request.avoid_times:
        advice.append(f"Do not call at these times: {appointment_request.avoid_times}")
    return advice
