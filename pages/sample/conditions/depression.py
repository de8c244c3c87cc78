from typing import Any

from pages.sample.writing import bullets, heading, of_type, paragraph, source, stream

DEPRESSION: dict[str, Any] = {
    "slug": "depression",
    "title": "Depression",
    "lead": (
        "When everything is heavy, and things you used to like leave you cold. "
        "Depression is common, it is not weakness, and most people feel better with time "
        "and help."
    ),
    "signs": stream(
        paragraph(
            "It is different for everyone. People often tell us about some of these, on most "
            "days, for two weeks or longer:"
        ),
        bullets(
            "Feeling low, empty, numb or easily annoyed",
            "Not caring about things that used to matter",
            "Being tired all the time, and sleeping badly or far too much",
            "Eating much less or much more",
            "Trouble thinking, reading or deciding",
            "Feeling guilty, worthless or like a burden",
            "Thinking about death, or not wanting to be here",
        ),
        paragraph(
            "Reading a list cannot tell you whether you have depression. A GP or "
            "psychologist can look at it with you, and also at other causes, such as grief, "
            "illness, medicine or alcohol."
        ),
    ),
    "help": stream(
        paragraph(
            "For milder depression, talking therapy is often tried first. Being active helps "
            "too, even a short walk. For severe depression, therapy and medicine together "
            "often do more than either alone. Your GP can talk with you about medicine."
        ),
        paragraph(
            "No one therapy is right for all. Which one you can imagine doing matters, and "
            "you may change your mind."
        ),
    ),
    "urgent": (
        "If you think about ending your life, or you cannot look after yourself, please do "
        "not stay alone with it. Call {Emergency} if you are in danger, or "
        "Lifeline on {Lifeline}. You can also go to a hospital "
        "emergency department."
    ),
    "body": stream(
        heading("What you can try today"),
        bullets(
            "Do one small thing: open the curtains, wash your face, stand outside for two minutes.",
            "Tell one person, in a text if talking is too much: “I am not doing well.”",
            "Get up at about the same time, even if you slept badly.",
            "Leave big decisions for later if you can.",
        ),
        paragraph(
            "If even this is too much, that says how heavy it is. It does not mean you have failed."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "World Health Organization. Depressive disorder (depression): fact sheet.",
            "https://www.who.int/news-room/fact-sheets/detail/depression",
        ),
        source(
            "Malhi, G. S., et al. (2021). The 2020 Royal Australian and New Zealand College "
            "of Psychiatrists clinical practice guidelines for mood disorders. Australian & "
            "New Zealand Journal of Psychiatry, 55(1), 7–117."
        ),
        source(
            "National Institute for Health and Care Excellence (2022). Depression in adults: "
            "treatment and management (NG222).",
            "https://www.nice.org.uk/guidance/ng222",
        ),
        source(
            "Cuijpers, P., et al. (2021). Psychotherapies for depression: a network "
            "meta-analysis covering efficacy, acceptability and long-term outcomes of all "
            "main treatment types. World Psychiatry, 20(2), 283–293."
        ),
    ),
}
