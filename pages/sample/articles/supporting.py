from datetime import date
from typing import Any

from pages.sample.writing import (
    bullets,
    heading,
    notice,
    numbered,
    of_type,
    paragraph,
    source,
    stream,
)

SUPPORTING: dict[str, Any] = {
    "slug": "how-to-support-someone",
    "title": "How to support someone who is struggling",
    "published_on": date(2026, 11, 23),
    "lead": (
        "You cannot fix it, and you do not have to. Being there, asking and listening "
        "already do a lot."
    ),
    "body": stream(
        heading("Begin"),
        numbered(
            (
                "Pick a quiet moment.",
                "Side by side is easier than face to face: in the car, on a walk, over the dishes.",
            ),
            (
                "Say what you see.",
                "“You have not been out much lately. I have been thinking of you.”",
            ),
            (
                "Ask, and wait.",
                "“How are you, really?” Then be silent a little longer than feels natural.",
            ),
        ),
        heading("Listen"),
        bullets(
            "Let them finish. You do not need an answer to every sentence.",
            "Say back what you heard: “That sounds lonely.”",
            "Leave out “at least”, “just” and “everyone has that”.",
            "Do not hurry to give advice. Ask first: “Do you want ideas, or should I just listen?”",
        ),
        heading("Help with one thing"),
        paragraph(
            "“Call me if you need anything” is kind and hard to use. Offer something small "
            "and clear: “I am cooking on Sunday, I will bring you some.” “Shall we ring the "
            "GP together?” “I can sit with you while you fill in the form.”"
        ),
        paragraph("If they say no, that is their right. Ask again in a week."),
        heading("If you are afraid for their life"),
        paragraph(
            "Ask in plain words: “Are you thinking about suicide?” Research finds no sign "
            "that asking puts the idea there. Many people are relieved."
        ),
        notice(
            "If the answer is yes",
            "Stay with them, or make sure someone does. Call {Emergency} if they "
            "may act on it. You can call Lifeline on {Lifeline} "
            "together, or alone to ask what to do. Do not keep it secret.",
        ),
        heading("You count as well"),
        paragraph(
            "You may be tired, angry or scared. Sleep, see friends, and share the load. If "
            "you care for someone day after day, Carer Gateway has practical help: {Carer Gateway}"
            ". And you may write to us for yourself."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Dazzi, T., Gribble, R., Wessely, S., & Fear, N. T. (2014). Does asking about "
            "suicide and related behaviours induce suicidal ideation? What is the evidence? "
            "Psychological Medicine, 44(16), 3361–3363."
        ),
        source(
            "Mental Health First Aid Australia (2014). Suicidal thoughts and behaviours: "
            "first aid guidelines (revised). Melbourne: Mental Health First Aid Australia."
        ),
        source("R U OK? How to ask.", "https://www.ruok.org.au/"),
    ),
}
