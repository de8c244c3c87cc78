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

PSYCHODYNAMIC: dict[str, Any] = {
    "slug": "psychodynamic-therapy",
    "title": "Psychodynamic Therapy",
    "lead": (
        "Sometimes we feel or do things that we cannot explain to ourselves. "
        "Psychodynamic therapy gives you time to talk freely, and to notice what lies "
        "under the surface and keeps repeating."
    ),
    "questions": of_type(
        "question",
        question(
            "What do we talk about?",
            paragraph(
                "Whatever is on your mind. There is no list to work through. Your psychologist "
                "listens for feelings that are hard to bear, for things that go unsaid, and for "
                "patterns with the people in your life. They tell you what they notice, and you "
                "see whether it fits."
            ),
        ),
        question(
            "Will I lie on a couch?",
            paragraph(
                "No. You sit in a chair and talk with someone who answers. This is not the "
                "therapy of old films."
            ),
        ),
    ),
    "areas_heading": "What do we look at?",
    "areas": of_type(
        "area",
        lead_words(
            "Feelings you push away",
            "Anger, grief or longing that may come out as low mood, tension or distance.",
        ),
        lead_words(
            "Patterns with people", "What you expect of others, and how old bonds shape new ones."
        ),
        lead_words(
            "Ways you protect yourself",
            "Joking, pleasing, going silent: what they guard, and whether you still need them.",
        ),
        lead_words(
            "What happens between us",
            "If you feel judged or let down in the room, you can say so. It often shows the "
            "pattern as it happens.",
        ),
    ),
    "conditions_intro": "Psychodynamic therapy is commonly used with people experiencing:",
    "conditions": of_type(
        "condition",
        "Depression",
        "Anxiety",
        "Trouble in relationships that keeps coming back",
        "Body symptoms that doctors cannot explain",
        "A sense that something is missing or stuck",
    ),
    "treated_conditions": ("depression", "anxiety"),
    "sessions": stream(
        paragraph(
            "You meet once a week, for about 50 minutes. A short therapy has an end that you "
            "agree on at the start, often after 8 to 16 sessions. A longer one can go on for "
            "a year or more."
        ),
        paragraph(
            "There may be silences. You do not need to fill them. Some sessions bring "
            "relief, some leave you thoughtful or sad for a while. Tell us if that becomes "
            "too much: you can go more slowly, meet more often or try another way."
        ),
        bullets(
            "You do not have to answer a question.",
            "You may ask what your psychologist is thinking, and why.",
            "Breaks and the end are talked about early, so that they do not come as a surprise.",
        ),
    ),
    "evidence": stream(
        paragraph(
            "Short-term psychodynamic therapy has been tested in many trials. A Cochrane "
            "review found that it helps more than being on a waiting list or having little "
            "treatment. A British guideline lists it as one option for depression."
        ),
        paragraph(
            "The studies differ a lot in method and quality, and some effects are modest. "
            "Longer therapies are harder to study, so we know less about them. As with every "
            "therapy, some people do not feel better."
        ),
    ),
    "body": stream(
        heading("Could it suit me?"),
        paragraph(
            "It may be worth asking about if you want to understand as well as to feel "
            "better, and if you can bear not having a plan for each session. If you would "
            "like clear steps and practice between sessions, CBT may suit you more."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Abbass, A. A., et al. (2014). Short-term psychodynamic psychotherapies for "
            "common mental disorders. Cochrane Database of Systematic Reviews, (7), "
            "CD004687."
        ),
        source(
            "Leichsenring, F., et al. (2023). The status of psychodynamic psychotherapy as "
            "an empirically supported treatment for common mental disorders – an umbrella "
            "review based on updated criteria. World Psychiatry, 22(2), 286–304."
        ),
        source(
            "Driessen, E., et al. (2015). The efficacy of short-term psychodynamic "
            "psychotherapy for depression: a meta-analysis update. Clinical Psychology "
            "Review, 42, 1–15."
        ),
        source(
            "National Institute for Health and Care Excellence (2022). Depression in adults: "
            "treatment and management (NG222).",
            "https://www.nice.org.uk/guidance/ng222",
        ),
    ),
}
