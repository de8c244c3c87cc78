"""What a state means to the person who asked."""

from typing import NamedTuple

from booking.models import AppointmentRequest, State


class Words(NamedTuple):
    now: str
    next: str = ""
    promised: bool = False  # we owe them an answer by a day


WORDS = {
    State.NEW: Words("We have your request.", "A person reads it and answers you.", promised=True),
    State.IN_REVIEW: Words(
        "A person has read your request.", "They look for the right answer now.", promised=True
    ),
    State.WAITING_FOR_CLIENT: Words(
        "We have answered you.", "We wait to hear from you. Look for our message, or call us."
    ),
    State.OFFERED: Words("We have offered you a time.", "Look for our message, or call us."),
    State.WAITLISTED: Words(
        "You are on our waiting list.",
        "We write or call when a place is free. We cannot say when. "
        "You can ask elsewhere meanwhile: it costs you nothing here.",
    ),
    State.BOOKED: Words("We have agreed on a time with you.", "To change it, call us."),
    State.DECLINED: Words(
        "We have told you that we cannot help with this.",
        "Our answer says where else you can ask.",
    ),
    State.WITHDRAWN: Words("You have withdrawn your request."),
    State.LAPSED: Words(
        "We have not heard from you and closed your request.", "You are welcome to ask again."
    ),
    State.DUPLICATE: Words(
        "We had this request twice and go on with the other one.", "You need not do anything."
    ),
    State.SPAM: Words("This request is closed.", "If that is wrong, please call us."),
}


def of(appointment_request: AppointmentRequest) -> Words:
    return WORDS[State(appointment_request.state)]
