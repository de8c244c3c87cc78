from typing import Any

from pages.sample.writing import (
    bullets,
    heading,
    lead_words,
    notice,
    numbered,
    of_type,
    paragraph,
    question,
    source,
    stream,
)

DIALECTICAL_BEHAVIOUR: dict[str, Any] = {
    "slug": "dialectical-behaviour-therapy",
    "title": "Dialectical Behaviour Therapy (DBT)",
    "lead": (
        "DBT is for people whose feelings come fast, hit hard and take long to settle. "
        "You learn skills for getting through those moments, and you work on a life that "
        "feels worth living."
    ),
    "questions": of_type(
        "question",
        question(
            "What does dialectical mean?",
            paragraph(
                "It means that two things can be true at once. You are doing the most you can "
                "right now, and you want things to change. DBT holds on to both: it takes you as "
                "you are, and it works with you on change."
            ),
        ),
        question(
            "Do I have to talk about self-harm?",
            paragraph(
                "If you hurt yourself or think about dying, that comes first, because staying "
                "alive comes first. You will not be told off. You look together at what led up "
                "to it, and at what else might carry you through next time."
            ),
        ),
    ),
    "areas_heading": "Which skills do we practise?",
    "areas": of_type(
        "area",
        lead_words(
            "Noticing", "Seeing what is going on inside and around you, without judging it."
        ),
        lead_words(
            "Getting through a crisis", "Ways to bear a terrible hour without making it worse."
        ),
        lead_words(
            "Understanding feelings",
            "Naming them, knowing what they are for, and bringing the heat down.",
        ),
        lead_words(
            "Dealing with people",
            "Asking for what you need, saying no, and keeping your self-respect.",
        ),
    ),
    "conditions_intro": "DBT is commonly used with people experiencing:",
    "conditions": of_type(
        "condition",
        "Strong feelings that swing quickly",
        "Self-harm, or thoughts of suicide that come back",
        "Borderline personality disorder",
        "Relationships that feel like a storm",
    ),
    "treated_conditions": ("borderline-personality-disorder",),
    "sessions": stream(
        paragraph("A full DBT program has several parts and often lasts about a year:"),
        numbered(
            ("One to one.", "About an hour a week on what matters most that week."),
            (
                "A skills group.",
                "About two hours a week. It is more like a class: you learn and practise, and "
                "need not tell your story.",
            ),
            (
                "Help between sessions.",
                "Short calls about using a skill when you need it. The hours for this are agreed "
                "at the start.",
            ),
        ),
        paragraph(
            "Some people learn DBT skills without the full program. Ask us which parts we "
            "can offer at the moment, and what else is near you. You can say no to a group, "
            "and to any exercise."
        ),
        notice(
            "If you may hurt yourself now",
            "Please do not wait for a session. Call {Emergency}, or Lifeline on "
            "{Lifeline}, day or night.",
        ),
    ),
    "evidence": stream(
        paragraph(
            "Trials find that people in DBT harm themselves less often than people in usual "
            "care. A large review in 2020 found that DBT eases symptoms of borderline "
            "personality disorder somewhat. There is also good research with teenagers."
        ),
        paragraph(
            "The same review calls much of the research small and not very certain. Most "
            "studies looked at full programs, so we know less about skills groups alone."
        ),
    ),
    "body": stream(
        heading("Before you start"),
        paragraph(
            "DBT asks a lot of you: time, practice, and a promise to keep coming for a "
            "while. In the first sessions you talk about whether this is the right moment. "
            "These things help to decide:"
        ),
        bullets(
            "How much time you have in a week",
            "What has helped you before, even a little",
            "Who else supports you, and what you would want them to know",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Storebø, O. J., et al. (2020). Psychological therapies for people with "
            "borderline personality disorder. Cochrane Database of Systematic Reviews, (5), "
            "CD012955."
        ),
        source(
            "Linehan, M. M., et al. (2006). Two-year randomized controlled trial and "
            "follow-up of dialectical behavior therapy vs therapy by experts for suicidal "
            "behaviors and borderline personality disorder. Archives of General Psychiatry, "
            "63(7), 757–766."
        ),
        source(
            "McCauley, E., et al. (2018). Efficacy of dialectical behavior therapy for "
            "adolescents at high risk for suicide: a randomized clinical trial. JAMA "
            "Psychiatry, 75(8), 777–785."
        ),
        source(
            "National Health and Medical Research Council (2012). Clinical practice "
            "guideline for the management of borderline personality disorder. Melbourne: "
            "NHMRC."
        ),
    ),
}
