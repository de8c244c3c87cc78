"""What a person allowed, as plain advice to whoever picks up the phone."""

from booking.models import AppointmentRequest
from booking.models.choices import ForWhom, Preference

WANTED = {
    Preference.EMAIL: "Answer by email.",
    Preference.PHONE: "Call to answer.",
    Preference.SMS: "Answer by text message.",
}
#: Column, and what staff may or must not do, in the order in which they are said.
RULES = (
    (Preference.EMAIL, "may_write", "write an email"),
    (Preference.PHONE, "may_call", "call"),
    (Preference.SMS, "may_text", "send a text message"),
)


def contact_advice(appointment_request: AppointmentRequest) -> list[str]:
    """Sentences, the most important first."""
    asked = appointment_request
    found = [WANTED[Preference(asked.contact_preference)]]
    for way, column, act in RULES:
        if way != asked.contact_preference:
            found.append(f"You may also {act}." if getattr(asked, column) else f"Do not {act}.")
    if asked.may_call:
        found.append(_voicemail(asked))
        if asked.avoid_times:
            found.append(f"Do not call at these times: {asked.avoid_times}")
    if asked.neutral_wording:
        found.append("Use neutral words: others may see or hear them. Never say what it is about.")
    found.append(f"Ask for {asked.preferred_name or asked.name}.")
    if asked.for_whom != ForWhom.SELF:
        found.append("They ask for someone else. Talk to the person who wrote.")
    return found


def mail_problem_advice(appointment_request: AppointmentRequest) -> str:
    """What to do when a mail to the person did not get through: only what they allowed."""
    if appointment_request.may_call:
        return f"Mail problem: call instead. {_voicemail(appointment_request)}"
    if appointment_request.may_text:
        return "Mail problem: send a text message instead. Do not call."
    if appointment_request.safety_flag:
        # Breaking their rules, or not, is no decision for a computer, and none to put off.
        return (
            "Mail problem: they allowed no other way, and they may not be safe. Do not wait. "
            "Tell the lead or the clinician on duty now: they decide whether to call or text."
        )
    return (
        "Mail problem: they allowed no other way. Do not call or text. "
        "Check the address for a typing mistake, or wait until they contact us."
    )


def _voicemail(appointment_request: AppointmentRequest) -> str:
    if appointment_request.voicemail_ok:
        return "You may leave a voice message."
    return "Do not leave a voice message."
