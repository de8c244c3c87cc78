"""For somebody who is in danger or in despair now. Numbers stand first, from Clinic details."""

from typing import Any

from pages.sample.writing import bullets, heading, numbered, paragraph, stream

CRISIS_HELP: dict[str, Any] = {
    "slug": "crisis-help",
    "title": "Help right now",
    "lead": (
        "If you or someone with you is in danger, call {Emergency}. If it is all too much, call "
        "one of these numbers. You do not have to know what to say."
    ),
    "steps": stream(
        numbered(
            ("Get through the next ten minutes.", "You do not have to solve anything tonight."),
            (
                "Move to where you are safer.",
                "Another room, a neighbour, a place with people. Put some distance between you "
                "and anything you could hurt yourself with.",
            ),
            ("Tell one person.", "“I am not safe. Can you stay with me?” A text is enough."),
            (
                "Call or text one of the numbers above.",
                "“I do not know where to start” is a good start. You can hang up and call again.",
            ),
            (
                "Go to a hospital.",
                "The emergency department is open day and night, also for this. Take someone "
                "with you if you can.",
            ),
        ),
    ),
    "body": stream(
        heading("While you wait for someone to answer"),
        bullets(
            "Put both feet on the floor. Breathe out slowly, longer than you breathe in.",
            "Drink some water. Wrap something warm around you.",
            "Name five things you can see, and four you can hear or touch.",
            "Feelings like this rise and fall like waves. This one will come down too.",
        ),
        heading("What happens when you call {Emergency}"),
        paragraph(
            "They ask: police, fire or ambulance? Say “ambulance”, where you are, and what "
            "is happening. They stay on the line. If you cannot hear or speak, Australia has "
            "other ways to reach them: call 106 from a TTY, or the National Relay Service."
        ),
        heading("If you are worried about someone"),
        bullets(
            "Ask: “Are you thinking about suicide?” Asking does not put the idea there.",
            "Listen. Do not argue, and do not promise to keep it secret.",
            "If they may act on it, stay with them and call {Emergency}.",
            "You can call the numbers above for advice, too.",
        ),
        heading("Another language"),
        paragraph(
            "Call TIS National on {TIS National}, and ask for an interpreter "
            "and for Lifeline, {Lifeline}."
        ),
        paragraph(
            "We are not an emergency service. We read messages in opening hours only. Please "
            "do not wait for us."
        ),
    ),
}
