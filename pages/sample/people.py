"""Two example profiles, marked as such: no invented person stands here as a real one.

Slugs are those of the sample clinicians that the request forms offer.
"""

from typing import Any

from pages.sample.writing import bullets, of_type, paragraph, stream

CLINICIANS: dict[str, Any] = {
    "slug": "clinicians",
    "title": "Our clinicians",
    "lead": (
        "Who you may meet, how they were trained and how they work. You can ask for a "
        "person, or let us suggest one."
    ),
    "body": stream(
        paragraph(
            "You can look up every psychologist in Australia in the public register of the "
            'Psychology Board: <a href="https://www.ahpra.gov.au/">ahpra.gov.au</a>. It shows '
            "whether somebody may practise, and under which title."
        ),
    ),
}

SAMPLE_A: dict[str, Any] = {
    "slug": "sample-clinician-a",
    "title": "Sample clinician A",
    "is_example": True,
    "lead": (
        "Works with adults and older teenagers on low mood, worry and hard times with other people."
    ),
    "post_nominal_title": "Clinical Psychologist",
    "registration_number": "PSY0000000000",
    "qualifications": of_type(
        "qualification",
        "Master of Psychology (Clinical), name of university",
        "Board-approved supervisor",
    ),
    "approach": stream(
        paragraph(
            "This is where a clinician says, in their own words, how they work. For example:"
        ),
        paragraph(
            "I like to begin with what a normal day looks like for you. I say what I think, "
            "and I ask whether it fits. If something I do does not help, I would rather hear "
            "it early."
        ),
        paragraph(
            "I mostly use IPT and CBT. We agree on a goal in the first three sessions, and "
            "look at it again every six weeks or so."
        ),
    ),
    "languages": of_type("language", "English", "Mandarin"),
    "formats": ["in_person", "video"],
    "therapies": (
        "interpersonal-psychotherapy",
        "cognitive-behaviour-therapy",
        "acceptance-and-commitment-therapy",
    ),
}

SAMPLE_B: dict[str, Any] = {
    "slug": "sample-clinician-b",
    "title": "Sample clinician B",
    "is_example": True,
    "lead": "Works with adults after trauma, and with feelings that are hard to bear.",
    "post_nominal_title": "Psychologist",
    "registration_number": "PSY0000000000",
    "qualifications": of_type(
        "qualification",
        "Master of Professional Psychology, name of university",
        "Training in EMDR, name of provider and year",
    ),
    "approach": stream(
        paragraph(
            "This is where a clinician says, in their own words, how they work. For example:"
        ),
        paragraph(
            "I go slowly, and I explain before I ask. You will know what we are going to do "
            "in a session and why, and you can say stop."
        ),
        bullets(
            "I am glad to work with an interpreter.",
            "I see people by phone who find it hard to leave home.",
            "I do not write reports for court.",
        ),
    ),
    "languages": of_type("language", "English", "Auslan, basic"),
    "formats": ["in_person", "video", "phone"],
    "therapies": (
        "eye-movement-desensitisation-and-reprocessing",
        "dialectical-behaviour-therapy",
        "schema-therapy",
    ),
}

EXAMPLES = (SAMPLE_A, SAMPLE_B)
