"""Home, indexes, appointments and the first visit."""

from typing import Any

from pages.sample.writing import bullets, heading, notice, numbered, paragraph, stream

HOME: dict[str, Any] = {
    "heading": "You do not have to find the right words",
    "lead": (
        "Tell us what is going on in your own way, or only that you would like to talk. A person "
        "reads every request and tells you what can happen next."
    ),
    "search_description": (
        "A psychology practice for adults, teenagers and children. Ask for a first appointment, "
        "the next one, or an assessment."
    ),
    "offers_intro": "You do not need to choose before you write. We look at it together.",
    "body": stream(
        heading("What happens after you write"),
        numbered(
            (
                "A person reads it.",
                "Not a program. Requests from people who may not be safe come first.",
            ),
            (
                "We answer you.",
                "By email, phone or text message, whichever you said is safe for you.",
            ),
            ("We look for a time.", "With somebody whose work fits what you told us."),
        ),
        heading("Before you decide"),
        bullets(
            "You can ask for an appointment without a referral.",
            "You can write for your child or for someone you care for.",
            "Asking does not bind you to anything. You can change your mind at any point.",
        ),
        notice(
            "Not safe right now?",
            'Please do not wait for our answer. Call <a href="tel:000">000</a>, or Lifeline on '
            '<a href="tel:131114">13 11 14</a>. They answer day and night.',
        ),
    ),
}

THERAPIES: dict[str, Any] = {
    "slug": "therapies",
    "title": "Therapies",
    "show_in_menus": True,
    "lead": (
        "Different ways to work on what troubles you. Read what each is like. You do not need to "
        "know which one you want before you write to us."
    ),
    "body": stream(
        heading("Not sure?"),
        paragraph(
            "Most people are not. Tell us what is hard, and we suggest a way to start. If it "
            "does not suit you, we change it."
        ),
    ),
}

ASSESSMENTS: dict[str, Any] = {
    "slug": "assessments",
    "title": "Assessments",
    "show_in_menus": True,
    "lead": "A careful look at one question, with a clear answer as far as there is one.",
}

APPOINTMENTS: dict[str, Any] = {
    "slug": "appointments",
    "title": "Appointments",
    "show_in_menus": True,
    "lead": (
        "Choose the door that fits. Each leads to one form of about five minutes. Sending it is "
        "a request: nothing is booked until you and we agree on a time."
    ),
    "body": stream(
        heading("What we ask"),
        bullets(
            "How to reach you, and what is safe: email, phone or text message",
            "When you could come",
            "In your own words, what brings you. A sentence is enough.",
        ),
        heading("What happens next"),
        numbered(
            ("At once", "you see a reference and get an email that says we have your request."),
            ("Within two working days", "a person reads it and writes or calls back."),
            ("Then", "we offer you a time, or tell you honestly if we cannot, and who might."),
        ),
        paragraph(
            "If you would rather talk, phone us in opening hours. The number is at the end of "
            "every page."
        ),
    ),
}

FIRST_VISIT: dict[str, Any] = {
    "slug": "first-visit",
    "title": "Your first visit",
    "show_in_menus": True,
    "lead": "What to expect, so that there is one thing less to worry about.",
    "body": stream(
        heading("Before you come"),
        bullets(
            "You do not need to prepare. Some people bring a few notes.",
            "If you have a referral or a mental health treatment plan from a doctor, bring it. "
            "Medicare may then pay part of the fee.",
            "You may bring someone with you. Tell us what would make it easier.",
        ),
        heading("The first session"),
        numbered(
            ("The rules first.", "What stays between us, and the few cases where it cannot."),
            ("Your story.", "What brings you now. You choose where to start and what to leave."),
            ("A first plan.", "What we could do together, how often, and what it costs."),
        ),
        heading("What stays between us"),
        paragraph(
            "What you tell us is confidential. There are a few exceptions: if somebody is in "
            "serious danger, if a child is at risk, or if a court orders it. We explain them at "
            "the start, and talk with you first whenever we can."
        ),
    ),
}
