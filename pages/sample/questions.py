"""Questions people ask before they write, in groups."""

from typing import Any

from pages.sample.writing import bullets, heading, paragraph, question, stream


def _asked(text: str, *answer: Any) -> dict[str, Any]:
    return {"type": "question", "value": question(text, *answer)}


QUESTIONS: dict[str, Any] = {
    "slug": "questions",
    "title": "Questions people ask",
    "lead": (
        "Short answers to what people want to know before they write. If yours is not "
        "here, ask us. No question is silly."
    ),
    "questions": stream(
        heading("Before you write"),
        _asked(
            "Do I need a referral?",
            paragraph(
                "No. Anyone can ask for an appointment. You need a referral only if you want "
                "Medicare to pay back part of the fee."
            ),
        ),
        _asked(
            "Is my problem big enough?",
            paragraph(
                "If it takes up a good part of your days or nights, it is big enough. You do not "
                "have to wait until it gets worse. If we think something else would suit you "
                "more, we say so."
            ),
        ),
        _asked(
            "Which therapy should I choose?",
            paragraph(
                "You need not choose. Tell us what is hard, and we suggest a way to start. If you "
                'would like to read first, begin with <a href="/conditions/">what brings people '
                "here</a>."
            ),
        ),
        _asked(
            "How soon will I hear from you?",
            paragraph(
                "A person reads your request and answers within the time we name on the form. If "
                "we have no free place soon, we tell you, and we tell you who might."
            ),
        ),
        heading("Money"),
        _asked(
            "What does it cost?",
            paragraph(
                'All prices are on <a href="/fees/">fees and rebates</a>, with what Medicare may '
                "pay back. We tell you the price before you book."
            ),
        ),
        _asked(
            "What if I have to cancel?",
            paragraph(
                "Tell us two working days before, by phone or with the form for existing "
                "clients, and you pay nothing."
            ),
        ),
        heading("What stays private"),
        _asked(
            "Will anyone find out that I come here?",
            paragraph(
                "Not from us. We tell nobody, not your family, your employer or your doctor, "
                "unless you agree. The law names a few exceptions:"
            ),
            bullets(
                "if somebody is in serious danger", "if a child is at risk", "if a court orders it"
            ),
            paragraph("Where we can, we talk with you first."),
        ),
        _asked(
            "Somebody reads my mail or my phone. What can I do?",
            paragraph(
                "Tell us on the form how we may reach you, and whether it is safe to leave a "
                "message. Our emails do not repeat what you wrote to us. You can also phone us "
                "from another phone."
            ),
        ),
        heading("Sessions"),
        _asked(
            "What if I cry, or cannot talk?",
            paragraph(
                "Both happen every day. You can sit for a while, write it down, or talk about "
                "something else first."
            ),
        ),
        _asked(
            "What if I do not like my psychologist?",
            paragraph(
                "Tell them or tell us. It is not rude. Feeling understood is part of what helps, "
                "and we look for somebody else, here or elsewhere."
            ),
        ),
        _asked(
            "Can we meet by video or phone?",
            paragraph(
                "With most of us, yes. Find a place where nobody listens in, such as a parked car."
            ),
        ),
        heading("Children and teenagers"),
        _asked(
            "Can I write for my child?",
            paragraph(
                "Yes. Parents and carers can ask for a child. If parents live apart, we ask who "
                "makes decisions, and hear both where we can."
            ),
        ),
        _asked(
            "I am under 18. Can I come without my parents?",
            paragraph(
                "Often, yes. If you understand what it means to get help, you may be able to "
                "agree to it yourself. Write to us and say what is safe. Kids Helpline listens "
                "at any "
                "hour: {Kids Helpline}."
            ),
        ),
    ),
}
