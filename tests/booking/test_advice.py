import pytest

from booking.desk.advice import contact_advice, mail_problem_advice
from booking.models import AppointmentRequest


def appointment_request(**changes):
    values = {"name": "Sample Person", "contact_preference": "email", "may_write": True}
    values |= {"for_whom": "self", "neutral_wording": False}
    return AppointmentRequest(**values | changes)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, "Answer by email."),
        ({"contact_preference": "phone", "may_call": True}, "Call to answer."),
        ({"contact_preference": "sms", "may_text": True}, "Answer by text message."),
    ],
)
def test_advice_starts_with_the_way_they_chose(changes, first):
    assert contact_advice(appointment_request(**changes), mail_lost=False)[0] == first


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"may_call": True}, "You may also call."),
        ({"may_call": False}, "Do not call."),
        ({"may_text": True}, "You may also send a text message."),
        ({"may_text": False}, "Do not send a text message."),
        (
            {"contact_preference": "phone", "may_call": True, "may_write": False},
            "Do not write an email.",
        ),
        ({"may_call": True, "voicemail_ok": True}, "You may leave a voice message."),
        ({"may_call": True, "voicemail_ok": False}, "Do not leave a voice message."),
        ({"may_call": True, "avoid_times": "Fridays"}, "Do not call at these times: Fridays"),
        ({"preferred_name": "Sam"}, "Ask for Sam."),
        ({}, "Ask for Sample Person."),
        ({"for_whom": "child"}, "They ask for someone else. Talk to the person who wrote."),
    ],
)
def test_advice_says_each_rule(changes, line):
    assert line in contact_advice(appointment_request(**changes), mail_lost=False)


def test_advice_says_when_words_must_be_neutral():
    found = [
        line
        for line in contact_advice(appointment_request(neutral_wording=True), mail_lost=False)
        if "neutral" in line
    ]
    assert len(found) == 1
    assert not any(
        "neutral" in line for line in contact_advice(appointment_request(), mail_lost=False)
    )


def test_advice_says_the_recognition_word_first_and_asks_for_it():
    line = next(
        x
        for x in contact_advice(appointment_request(recognition_word="Wattle"), mail_lost=False)
        if "Wattle" in x
    )
    assert line == "Their recognition word is “Wattle”. Ask for it when they call."
    called = contact_advice(
        appointment_request(recognition_word="Wattle", may_call=True), mail_lost=False
    )
    line = next(x for x in called if "Wattle" in x)
    assert line.startswith("Say “Wattle” before anything else")
    assert "Ask for it when they call." in line
    assert not any("Say “" in x for x in contact_advice(appointment_request(), mail_lost=False))


def test_voicemail_is_no_matter_where_calls_are_not_allowed():
    assert not any(
        "voice" in line
        for line in contact_advice(appointment_request(voicemail_ok=True), mail_lost=False)
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"may_call": True}, "Mail problem: call instead. Do not leave a voice message."),
        ({"may_text": True}, "Mail problem: send a text message instead. Do not call."),
        ({}, "Mail problem: they allowed no other way. Do not call or text."),
    ],
)
def test_mail_problem_asks_for_nothing_that_is_not_allowed(changes, words):
    assert mail_problem_advice(appointment_request(phone="02 5550 0199", **changes)).startswith(
        words
    )


def test_mail_problem_of_who_may_not_be_safe_never_says_wait():
    """If no other way is allowed, a clinician must decide at once."""
    advice = mail_problem_advice(appointment_request(safety_flag=True))
    assert "the lead or the clinician on duty now" in advice
    assert "wait until" not in advice
    assert "wait until" in mail_problem_advice(appointment_request())


@pytest.mark.parametrize("preference", ["email", "phone"])
def test_advice_and_mail_problem_do_not_contradict_each_other(preference):
    """The advice respects lost mail and the times to avoid."""
    person = appointment_request(
        contact_preference=preference, may_call=True, avoid_times="Fridays"
    )
    advice = contact_advice(person, mail_lost=True)
    assert "Do not write an email: it does not reach them." in advice
    assert not any("Answer by email" in line or "also write" in line for line in advice)
    times = "Do not call at these times: Fridays"
    assert times in advice
    assert times in mail_problem_advice(person)
