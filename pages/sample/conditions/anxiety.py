from typing import Any

from pages.sample.writing import bullets, heading, numbered, of_type, paragraph, source, stream

ANXIETY: dict[str, Any] = {
    "slug": "anxiety",
    "title": "Anxiety",
    "lead": (
        "Fear keeps us safe. Anxiety is fear that stays on when there is no danger, or "
        "that is much bigger than the danger. It can shrink your life, and it can be "
        "worked on."
    ),
    "signs": stream(
        paragraph(
            "Anxiety comes in different shapes. You may know one of these, or a bit of each:"
        ),
        numbered(
            (
                "Worry.",
                "Your mind runs from one “what if” to the next. You are tense, tired and wide "
                "awake at night.",
            ),
            (
                "Panic.",
                "Out of nowhere your heart races, you cannot get enough air, and you think you "
                "are dying. It passes, and then you fear the next time.",
            ),
            (
                "Social anxiety.",
                "You dread being looked at or judged. You go over what you said for hours, or "
                "you stay away.",
            ),
            (
                "One strong fear.",
                "Of dogs, needles, heights or flying. You plan your life around it.",
            ),
        ),
        paragraph(
            "Some illnesses, medicines and too much coffee can feel the same. If it is new, "
            "see a GP as well."
        ),
    ),
    "help": stream(
        paragraph(
            "Anxiety shrinks when you find out, step by step, that you can bear what you "
            "fear. Most talking therapies for anxiety help you do this, with someone beside "
            "you and at a pace you agree on."
        ),
        paragraph(
            "The Australian guideline suggests CBT as a first choice, in person or online. "
            "Medicine can help too: ask your GP."
        ),
    ),
    "urgent": (
        "Pain in the chest, trouble breathing or fainting for the first time? Call {Emergency}"
        ". It may be panic, but let somebody check. If fear makes you "
        "think of ending your life, call Lifeline on {Lifeline}."
    ),
    "body": stream(
        heading("In the middle of a panic attack"),
        bullets(
            "Say to yourself: this is panic. It will reach a peak and then go down.",
            "Stay where you are if it is safe. Put both feet on the floor.",
            "Breathe out slowly, longer than you breathe in. Do not try to take big breaths.",
            "Name five things you can see.",
        ),
        paragraph("It does not have to work at once. Waiting until it passes is enough."),
    ),
    "sources": of_type(
        "source",
        source(
            "Andrews, G., et al. (2018). Royal Australian and New Zealand College of "
            "Psychiatrists clinical practice guidelines for the treatment of panic disorder, "
            "social anxiety disorder and generalised anxiety disorder. Australian & New "
            "Zealand Journal of Psychiatry, 52(12), 1109–1172."
        ),
        source(
            "National Institute for Health and Care Excellence (2011). Generalised anxiety "
            "disorder and panic disorder in adults: management (CG113).",
            "https://www.nice.org.uk/guidance/cg113",
        ),
        source(
            "National Institute for Health and Care Excellence (2013). Social anxiety "
            "disorder: recognition, assessment and treatment (CG159).",
            "https://www.nice.org.uk/guidance/cg159",
        ),
        source(
            "World Health Organization. Anxiety disorders: fact sheet.",
            "https://www.who.int/news-room/fact-sheets/detail/anxiety-disorders",
        ),
    ),
}
