from typing import Any

from pages.sample.writing import (
    bullets,
    heading,
    lead_words,
    of_type,
    paragraph,
    question,
    source,
    stream,
)

SCHEMA: dict[str, Any] = {
    "slug": "schema-therapy",
    "title": "Schema Therapy",
    "lead": (
        "Some patterns are old. They made sense when you were young, and now they get in "
        "your way again and again. Schema therapy looks at where they began, and at what "
        "you needed then and need now."
    ),
    "questions": of_type(
        "question",
        question(
            "What is a schema?",
            paragraph(
                "A schema is a deep belief about yourself and other people, learned early. It "
                "may sound like “people leave”, “I am not good enough” or “I must never need "
                "anyone”. When something touches it, the old feeling comes back as if it were "
                "happening now."
            ),
        ),
        question(
            "Is it all about my childhood?",
            paragraph(
                "No. You start from what troubles you today. You look back only as far as it "
                "helps you understand a pattern, and you do not have to blame anyone."
            ),
        ),
    ),
    "areas_heading": "What do we work on?",
    "areas": of_type(
        "area",
        lead_words(
            "Knowing your patterns",
            "Finding the few beliefs that keep coming up, and what sets them off.",
        ),
        lead_words(
            "Your ways of coping",
            "Giving in, keeping away or fighting back: what they once did for you, and what "
            "they cost now.",
        ),
        lead_words("The harsh voice inside", "Hearing it, and learning to answer it."),
        lead_words(
            "What you need",
            "Letting yourself ask for care, safety, play and respect, in ways that work today.",
        ),
    ),
    "conditions_intro": "Schema therapy is commonly used with people experiencing:",
    "conditions": of_type(
        "condition",
        "The same painful pattern in one relationship after another",
        "Borderline personality disorder and some other personality disorders",
        "Low mood or anxiety that came back after a shorter therapy",
    ),
    "treated_conditions": ("borderline-personality-disorder",),
    "sessions": stream(
        paragraph(
            "This is a longer therapy. You meet once or twice a week for about 50 minutes, "
            "often for a year or more. Before you begin, you agree when to stop and look at "
            "whether it is helping."
        ),
        bullets(
            "At first you talk about your history, fill in questionnaires, and draw a map of "
            "your patterns.",
            "You may picture a memory and imagine it going another way, with help on your side.",
            "You may use two chairs, one for the harsh voice and one for you.",
            "Later you practise new ways of being with people, first in the room and then "
            "outside it.",
        ),
        paragraph(
            "Some of this stirs up strong feelings. You agree on each exercise before it "
            "starts, you can stop in the middle, and you finish calm enough to go home."
        ),
    ),
    "evidence": stream(
        paragraph(
            "Several trials of good size, most of them from the Netherlands, found that "
            "people with borderline personality disorder and some other personality "
            "disorders improved more in schema therapy than in the treatment it was compared "
            "with. Fewer of them dropped out."
        ),
        paragraph(
            "For depression and anxiety there is less research. The therapy takes long, and "
            "most studies come from teams that know it well, so results elsewhere may be "
            "more modest."
        ),
    ),
    "body": stream(
        heading("Could a shorter therapy do?"),
        paragraph(
            "Often, yes. If this is the first time you look for help, or the problem is new, "
            "we may suggest that you begin with something shorter. You can come back to the "
            "old patterns later."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Giesen-Bloo, J., et al. (2006). Outpatient psychotherapy for borderline "
            "personality disorder: randomized trial of schema-focused therapy vs "
            "transference-focused psychotherapy. Archives of General Psychiatry, 63(6), "
            "649–658."
        ),
        source(
            "Bamelis, L. L. M., Evers, S. M. A. A., Spinhoven, P., & Arntz, A. (2014). "
            "Results of a multicenter randomized controlled trial of the clinical "
            "effectiveness of schema therapy for personality disorders. American Journal of "
            "Psychiatry, 171(3), 305–322."
        ),
        source(
            "Storebø, O. J., et al. (2020). Psychological therapies for people with "
            "borderline personality disorder. Cochrane Database of Systematic Reviews, (5), "
            "CD012955."
        ),
        source(
            "Young, J. E., Klosko, J. S., & Weishaar, M. E. (2003). Schema therapy: a "
            "practitioner’s guide. New York: Guilford Press."
        ),
    ),
}
