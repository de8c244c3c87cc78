"""Two assessments; their titles are choices in the assessments form."""

from typing import Any

from pages.sample.writing import bullets, heading, numbered, of_type, paragraph, source, stream

STEPS = numbered(
    ("First talk.", "You tell us what you notice, since when, and what you hope to find out."),
    (
        "Looking closely.",
        "Interviews, questionnaires and, where useful, tasks. With your consent we also hear "
        "from people who know you well.",
    ),
    ("Feedback.", "We explain what we found, what we are sure of and what we are not."),
    ("A written report.", "In plain words, with next steps you can take."),
)

ADHD: dict[str, Any] = {
    "slug": "adhd",
    "title": "ADHD assessment",
    "lead": (
        "For adults, teenagers and children who find it hard to pay attention, to sit still or "
        "to think before they act, and who want to understand why."
    ),
    "body": stream(
        heading("What happens"),
        STEPS,
        heading("Good to know"),
        bullets(
            "An assessment looks at other explanations too, such as sleep, mood, worry and health.",
            "Old school reports help, but you do not need them to ask.",
            "Psychologists do not prescribe medicine. If that is a question, we tell you whom to "
            "see next.",
        ),
        paragraph("The answer may be yes, no or not yet clear. We tell you which, and why."),
    ),
    "sources": of_type(
        "source",
        source(
            "Australasian ADHD Professionals Association (2022). Australian evidence-based "
            "clinical practice guideline for attention deficit hyperactivity disorder.",
            "https://adhdguideline.aadpa.com.au/",
        ),
    ),
}

AUTISM: dict[str, Any] = {
    "slug": "autism",
    "title": "Autism assessment",
    "lead": (
        "For children, teenagers and adults who wonder whether autism explains how they take in "
        "the world, and for parents who wonder with them."
    ),
    "body": stream(
        heading("What happens"),
        STEPS,
        heading("Good to know"),
        bullets(
            "We look at strengths as well as difficulties.",
            "Tell us what makes a room easier for you: light, sound, breaks, a person with you.",
            "Many people are first assessed as adults. It is not too late to ask.",
        ),
        paragraph("The answer may be yes, no or not yet clear. We tell you which, and why."),
    ),
    "sources": of_type(
        "source",
        source(
            "Autism CRC (2023). National guideline for the assessment and diagnosis of autism in "
            "Australia.",
            "https://www.autismcrc.com.au/",
        ),
    ),
}
