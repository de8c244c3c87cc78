"""What it costs. The figures are examples; a practice puts its own in their place."""

from typing import Any

from pages.sample.writing import bullets, fee, heading, notice, of_type, paragraph, stream

FEES: dict[str, Any] = {
    "slug": "fees",
    "title": "Fees and rebates",
    "lead": (
        "What a session costs, what may come back to you, and what to do if it is too "
        "much. You know the price before you book."
    ),
    "fees": of_type(
        "fee",
        fee("First appointment", 60, "240.00", "Sample figure"),
        fee("Session, one person", 50, "220.00", "Sample figure. In person, by video or by phone"),
        fee("Session, couple or family", 80, "320.00", "Sample figure"),
        fee("Skills group, one evening", 120, "90.00", "Sample figure. Paid for each term"),
        fee(
            "Assessment, one hour",
            60,
            "240.00",
            "Sample figure. You get the full price in writing first",
        ),
    ),
    "rebates": stream(
        notice(
            "These are sample figures",
            "They show how this page works. The practice puts in its own fees before the "
            "site opens.",
        ),
        paragraph(
            "With a mental health treatment plan from a GP, Medicare can pay back part of "
            "the fee for up to 10 sessions in a calendar year. You can ask us for an "
            "appointment first and see your GP after."
        ),
        bullets(
            "The rebate depends on the psychologist: it is higher for clinical "
            "psychologists. Ask us for today’s amounts.",
            "The plan does not pay everything. What is left is called the gap, and you pay "
            "it yourself.",
            "Your referral is usually for six sessions. Then you see your GP again to go on.",
        ),
        paragraph(
            "Rules and amounts change. The Department of Health explains them: <a "
            'href="https://www.health.gov.au/our-work/better-access-initiative">Better '
            "Access</a>."
        ),
    ),
    "body": stream(
        heading("Others who may pay"),
        bullets(
            "Private health insurance, under “extras”. You cannot use it and Medicare for "
            "the same session.",
            "Department of Veterans’ Affairs, NDIS, workers’ compensation or victims’ "
            "services, if they have agreed before you come",
            "Your employer, if it has a staff support program. We do not tell your employer "
            "anything without your consent.",
        ),
        heading("If you need to cancel"),
        paragraph(
            "Tell us two working days before, and you pay nothing. Later than that, we may "
            "charge half the fee. If you are ill or something bad has happened, tell us: we "
            "are people too."
        ),
        heading("If it is too much"),
        paragraph(
            "Say so when you write, and we tell you honestly what we can do. Your GP knows "
            "free and low-cost services near you. Medicare Mental Health helps you look, "
            "free of "
            "charge: {Medicare Mental Health}, on weekdays. In a crisis, help "
            "costs nothing: Lifeline on {Lifeline}."
        ),
    ),
}
