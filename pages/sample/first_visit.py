from typing import Any

from pages.sample.writing import bullets, heading, numbered, paragraph, picture, stream

FIRST_VISIT: dict[str, Any] = {
    "slug": "first-visit",
    "title": "Your first visit",
    "show_in_menus": True,
    "lead": "What to expect, so that there is one thing less to worry about.",
    "body": stream(
        picture("hills", ""),
        heading("Before you come"),
        bullets(
            "You do not need to prepare. Some people bring a few notes.",
            "If you have a referral or a mental health treatment plan from a doctor, bring "
            "it. Medicare may then pay part of the fee.",
            "You may bring someone with you. Tell us what would make it easier.",
        ),
        heading("The first session"),
        numbered(
            ("The rules first.", "What stays between us, and the few cases where it cannot."),
            ("Your story.", "What brings you now. You choose where to start and what to leave."),
            ("A first plan.", "What we could do together, how often, and what it costs."),
        ),
        heading("If you are nervous"),
        paragraph(
            "Most people are. You can say so at the door, come with a friend, or ask for the first "
            "talk by phone. You may stop at any point, and nobody will be cross."
        ),
        heading("What stays between us"),
        paragraph(
            "What you tell us is confidential. There are a few exceptions: if somebody is in "
            "serious danger, if a child is at risk, or if a court orders it. We explain them "
            "at the start, and talk with you first whenever we can."
        ),
    ),
}
