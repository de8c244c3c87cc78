from datetime import date
from typing import Any

from pages.sample.writing import (
    bullets,
    call_to_action,
    heading,
    numbered,
    of_type,
    paragraph,
    source,
    stream,
)

ASKING: dict[str, Any] = {
    "slug": "what-to-write-when-you-ask",
    "title": "What to write when you ask for an appointment",
    "published_on": date(2026, 11, 9),
    "lead": (
        "The box is empty, and so is your head. You do not need a good text. Three short "
        "sentences are plenty, and one will do."
    ),
    "body": stream(
        heading("Three sentences that are enough"),
        numbered(
            (
                "What is hard.",
                "“I cannot sleep and I cry at work.” “My son has stopped going to school.”",
            ),
            ("Since when.", "“Since March.” “Always, but worse since the baby came.”"),
            (
                "What you hope for.",
                "“I want to get through a day.” “I just want to talk to someone.” “I do not "
                "know” is an answer too.",
            ),
        ),
        heading("What you can leave out"),
        bullets(
            "The whole story. There will be time, and you choose what you tell.",
            "The right name for it. You need no diagnosis.",
            "Why it is not so bad compared with others. You do not have to earn a place.",
            "Names of other people, if you would rather not write them down.",
        ),
        heading("What helps us to help you"),
        bullets(
            "How we may reach you safely: “Email only”, “Please no voicemail”.",
            "When you can come. The more times you offer, the sooner we find one.",
            "Anything that would make it easier: a woman, a ground floor, an interpreter, video.",
            "Whether you are safe. If you might hurt yourself, please call Lifeline on "
            "{Lifeline} first. We read requests only in opening hours.",
        ),
        heading("An example"),
        paragraph(
            "“Hello. Since my father died in winter I am not myself. I snap at the kids and "
            "lie awake. My GP said to talk to someone. I do not really know how this works. "
            "Tuesdays or Thursdays after three. A text is fine, please no calls at work.”"
        ),
        paragraph(
            "That is a perfect request. It took two minutes, and a person can answer it well."
        ),
        call_to_action(
            "Ready when you are",
            "You cannot get it wrong. If something is missing, we ask.",
            "Ask for an appointment",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Department of Health. Better Access initiative: help from a psychologist with a "
            "Medicare rebate.",
            "https://www.health.gov.au/our-work/better-access-initiative",
        ),
        source(
            "healthdirect Australia. Question builder: getting ready for a first appointment.",
            "https://www.healthdirect.gov.au/question-builder",
        ),
    ),
}
