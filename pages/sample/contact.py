from typing import Any

from pages.sample.writing import bullets, heading, notice, paragraph, stream

CONTACT: dict[str, Any] = {
    "slug": "contact",
    "title": "Contact",
    "lead": (
        "Phone us or write to us. For an appointment, the form is quickest: it asks what "
        "we need to know, and nothing is lost."
    ),
    "getting_here": stream(
        notice(
            "A sample address",
            "Our street, phone number and email are made up. The practice puts in its own "
            "before the site opens. The crisis numbers are real.",
        ),
        bullets(
            "By train: which station, how far to walk, and whether there are steps",
            "By bus: which lines, and where to get off",
            "By car: where to park, for how long, and the nearest space for people with a "
            "disability permit",
        ),
        paragraph(
            "You can sit in the waiting room from ten minutes before your time. Nobody will "
            "call out your name."
        ),
    ),
    "access": stream(
        bullets(
            "Say here whether there is a way in without steps, and how wide the doors are.",
            "Say here whether there is a lift, and a toilet for wheelchair users.",
            "A quiet room to wait in, softer light or a break: tell us, and we arrange it.",
            "Assistance dogs are welcome.",
        ),
        paragraph(
            "Deaf, or hard to understand on the phone? Call us through the <a "
            'href="https://www.accesshub.gov.au/">National Relay Service</a>. If '
            "you would like another language, the interpreters of TIS National put you through: "
            "{TIS National}."
        ),
    ),
    "body": stream(
        heading("What not to send by email"),
        paragraph(
            "Email is like a postcard: others might read it on the way. Please use the form "
            "for what is private. It is stored encrypted."
        ),
        heading("If something went wrong"),
        paragraph(
            "Tell us, or ask to speak with the person in charge. We listen, and answer in "
            "writing. You can also complain to the health complaints body of your state or, "
            'about a psychologist, to <a href="https://www.ahpra.gov.au/">Ahpra</a>.'
        ),
    ),
}
