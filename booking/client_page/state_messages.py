"""What the client's page says about the state of a request."""

from typing import NamedTuple

from booking.models import AppointmentRequest, State
from booking.safety import messages as safety_messages
from clinic.models import Door


class StateMessage(NamedTuple):
    now: str
    next: str = ""
    promised: bool = False  # whether the page shows the promised day


MESSAGES = {
    State.NEW: StateMessage(
        "We have your request.", "A person reads it and answers you.", promised=True
    ),
    State.IN_REVIEW: StateMessage(
        "A person has read your request.", "They look for the right answer now.", promised=True
    ),
    State.WAITING_FOR_CLIENT: StateMessage(
        "We have answered you.", "We wait to hear from you. Look for our message, or call us."
    ),
    State.OFFERED: StateMessage("We have offered you a time.", "Look for our message, or call us."),
    State.WAITLISTED: StateMessage(
        "You are on our waiting list.",
        "We write or call when a place is free. We cannot say when. "
        "You can ask elsewhere meanwhile: it costs you nothing here.",
    ),
    State.BOOKED: StateMessage("We have agreed on a time with you.", "To change it, call us."),
    State.DECLINED: StateMessage(
        "We have told you that we cannot help with this.",
        "Our answer says where else you can ask.",
    ),
    # By the client, or by reception for them.
    State.WITHDRAWN: StateMessage(
        "Your request is withdrawn.",
        "We do not contact you again about it. You are welcome to ask again at any time.",
    ),
    State.LAPSED: StateMessage(
        "We have not heard from you and closed your request.", "You are welcome to ask again."
    ),
    State.DUPLICATE: StateMessage(
        "We had this request twice and go on with the other one.", "You need not do anything."
    ),
    State.SPAM: StateMessage("This request is closed.", "If that is wrong, please call us."),
}


#: For a request for the waiting list, which is promised no answer.
NEW_ON_WAITING_LIST = StateMessage(
    "We have your request for our waiting list.", "A person reads it.", promised=True
)


#: Replaces `next` while a safety outcome is missing, where the ordinary text is not true.
WITHOUT_OUTCOME = {
    State.IN_REVIEW: "",
    State.WITHDRAWN: "You are welcome to ask again at any time.",
    State.DUPLICATE: "",
}


def for_request(appointment_request: AppointmentRequest) -> StateMessage:
    message = _for_state(appointment_request)
    if not appointment_request.needs_safety_outcome:
        return message
    return StateMessage(message.now, _next_without_outcome(appointment_request, message.next))


def _next_without_outcome(appointment_request: AppointmentRequest, ordinary: str) -> str:
    """Return a text that promises neither a day nor that the practice does not get in touch."""
    if appointment_request.state == State.NEW:
        return "A person reads it before all others."
    concern = safety_messages.concern_sentence(appointment_request)
    contact = f"{concern}, so somebody here may still try to reach you."
    return f"{WITHOUT_OUTCOME.get(State(appointment_request.state), ordinary)} {contact}".strip()


def _for_state(appointment_request: AppointmentRequest) -> StateMessage:
    if (appointment_request.state, appointment_request.door) == (State.NEW, Door.WAITLIST):
        return NEW_ON_WAITING_LIST
    return MESSAGES[State(appointment_request.state)]
