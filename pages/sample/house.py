"""Home, the indexes and the page with the three doors."""

from typing import Any

from pages.sample.writing import bullets, heading, notice, numbered, paragraph, stream

HOME: dict[str, Any] = {
    "heading": "You do not have to find the right words",
    "lead": (
        "Tell us what is going on in your own way, or only that you would like to talk. "
        "A person reads every request and tells you what can happen next."
    ),
    "search_description": (
        "A psychology practice for adults, teenagers and children. Ask for a first "
        "appointment, the next one, or an assessment."
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
        paragraph(
            'You would rather read first? Here is <a href="/conditions/">what brings people '
            'here</a>, <a href="/first-visit/">what a first visit is like</a>, '
            '<a href="/fees/">what it costs</a> and <a href="/questions/">what others ask</a>.'
        ),
        notice(
            "Not safe right now?",
            "Please do not wait for our answer. Call {Emergency}, or Lifeline on "
            "{Lifeline}. They answer day and night.",
        ),
    ),
}

THERAPIES: dict[str, Any] = {
    "slug": "therapies",
    "title": "Therapies",
    "show_in_menus": True,
    "lead": (
        "Different ways to work on what troubles you. Read what each is like. You do not "
        "need to know which one you want before you write to us."
    ),
    "body": stream(
        heading("Not sure?"),
        paragraph(
            "Most people are not. Tell us what is hard, and we suggest a way to start. If it "
            "does not suit you, we change it."
        ),
    ),
}

CONDITIONS: dict[str, Any] = {
    "slug": "conditions",
    "title": "What brings people here",
    "show_in_menus": True,
    "lead": (
        "Read what it can be like and what can help. These pages cannot tell you what "
        "you have. You need no name for it to ask for help."
    ),
    "body": stream(
        heading("Not on this list?"),
        paragraph(
            "These are only some of the reasons. Write to us in your own words, and we tell "
            "you whether we can help or who might."
        ),
    ),
}

ASSESSMENTS: dict[str, Any] = {
    "slug": "assessments",
    "title": "Assessments",
    "show_in_menus": True,
    "lead": "A careful look at one question, with a clear answer as far as there is one.",
    "body": stream(
        heading("Is an assessment what I need?"),
        paragraph(
            "Not always. If you want help more than a name for what is hard, you can start "
            "with a first appointment and decide later. Ask us, and we talk it through "
            "before you pay for anything."
        ),
    ),
}

ARTICLES: dict[str, Any] = {
    "slug": "articles",
    "title": "Articles",
    "lead": "Short things to read, with sources. For tonight, or for someone you care about.",
}

APPOINTMENTS: dict[str, Any] = {
    "slug": "appointments",
    "title": "Appointments",
    "show_in_menus": True,
    "lead": (
        "Choose the door that fits. Each leads to one form of about five minutes. "
        "Sending it is a request: nothing is booked until you and we agree on a time."
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
            "If you would rather talk, phone us in opening hours. The number is at the end "
            "of every page."
        ),
    ),
}
