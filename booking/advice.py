"""A person's contact wishes as plain advice to whoever picks up the phone."""

from booking.models import AppointmentRequest
from booking.models.choices import ForWhom, Preference


def contact_advice(appointment_request: AppointmentRequest) -> list[str]:
    """Sentences, the most important first."""
    wanted = {
        Preference.EMAIL: "Answer by email. Do not call unless the email fails.",
        Preference.PHONE: "Call to answer.",
        Preference.SMS: "Answer by text message. Keep it neutral: others may see the screen.",
    }
    found = [wanted[Preference(appointment_request.contact_preference)]]
    if not appointment_request.phone:
        found.append("No phone number was given.")
    elif appointment_request.voicemail_ok:
        found.append("You may leave a voice message.")
    else:
        found.append("Do not leave a voice message.")
    if appointment_request.preferred_name:
        found.append(f"Call them {appointment_request.preferred_name}.")
    if appointment_request.for_whom != ForWhom.SELF:
        found.append("They ask for someone else. Talk to the person who wrote.")
    return found
