from typing import Any

from pages.sample.writing import (
    lead_words,
    notice,
    numbered,
    of_type,
    paragraph,
    question,
    source,
    stream,
)

EYE_MOVEMENT: dict[str, Any] = {
    "slug": "eye-movement-desensitisation-and-reprocessing",
    "title": "Eye Movement Desensitisation and Reprocessing (EMDR)",
    "lead": (
        "After something terrible, a memory can stay raw, as if it were still happening. "
        "In EMDR you bring it to mind for short moments while you follow a movement with "
        "your eyes. The aim is that it comes to feel like the past."
    ),
    "questions": of_type(
        "question",
        question(
            "Do I have to tell the whole story?",
            paragraph(
                "No. You need to have the memory in mind, but you do not need to describe it in "
                "detail. Your psychologist asks what you notice: a picture, a thought, a "
                "feeling, something in your body. A few words are enough."
            ),
        ),
        question(
            "Is it hypnosis?",
            paragraph(
                "No. You are awake, you know where you are, and you are in charge. You agree on "
                "a sign for “stop”, and when you give it, you both stop."
            ),
        ),
    ),
    "areas_heading": "How does it go?",
    "areas_intro": (
        "EMDR follows a set order, and the first steps come before any memory is touched:"
    ),
    "areas": of_type(
        "area",
        lead_words(
            "Your history",
            "What happened, how you are now, and which memories to work on. Headlines will do.",
        ),
        lead_words(
            "Getting ready",
            "You learn ways to calm yourself, and try them out. This can take one session or "
            "several.",
        ),
        lead_words(
            "Working on a memory",
            "You hold it in mind and follow a moving hand or light for about half a minute "
            "at a time. Then you say what came up.",
        ),
        lead_words(
            "Coming back",
            "Each session ends with time to settle. Next time you check how the memory feels.",
        ),
    ),
    "conditions_intro": "EMDR is commonly used with people experiencing:",
    "conditions": of_type(
        "condition",
        "Post-traumatic stress after an accident, an assault, a disaster or another "
        "frightening event",
        "Post-traumatic stress after many events, over a longer time",
        "Memories from work in emergency services, health care or defence",
    ),
    "treated_conditions": ("post-traumatic-stress",),
    "sessions": stream(
        paragraph(
            "Sessions last 60 to 90 minutes, about once a week. For one event, a course "
            "often takes 8 to 12 sessions. After many events it takes longer."
        ),
        paragraph(
            "Some people feel stirred up for a day or two, or have vivid dreams. It helps to "
            "plan something easy for the hours afterwards. Tell us before you begin if you "
            "have seizures or trouble with your eyes. Tapping or sounds can be used in place "
            "of eye movements."
        ),
        numbered(
            ("You set the pace.", "A session may be only about getting ready."),
            ("You can say no.", "To a memory, to the eye movements, to the whole method."),
            (
                "You can change your mind.",
                "There are other therapies for trauma, and we will talk about them.",
            ),
        ),
        notice(
            "If memories overwhelm you now",
            "You can call 1800RESPECT on {1800RESPECT} about "
            "violence and abuse, or Lifeline on {Lifeline}. Both answer "
            "day and night.",
        ),
    ),
    "evidence": stream(
        paragraph(
            "The Australian guideline on post-traumatic stress recommends EMDR for adults, "
            "and so do the World Health Organization and the British guideline. Reviews find "
            "that it helps about as much as trauma-focused CBT."
        ),
        paragraph(
            "Researchers still argue about whether the eye movements matter, or whether "
            "facing the memory is what helps. For children, trauma-focused CBT is usually "
            "tried first. For other problems, such as depression, there is much less "
            "research. Not everyone gets better with EMDR."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Phoenix Australia (2020). Australian guidelines for the prevention and "
            "treatment of acute stress disorder, posttraumatic stress disorder and complex "
            "posttraumatic stress disorder. Melbourne: Phoenix Australia.",
            "https://www.phoenixaustralia.org/australian-guidelines-for-ptsd/",
        ),
        source(
            "World Health Organization (2013). Guidelines for the management of conditions "
            "specifically related to stress. Geneva: WHO."
        ),
        source(
            "National Institute for Health and Care Excellence (2018). Post-traumatic stress "
            "disorder (NG116).",
            "https://www.nice.org.uk/guidance/ng116",
        ),
        source(
            "Bisson, J. I., Roberts, N. P., Andrew, M., Cooper, R., & Lewis, C. (2013). "
            "Psychological therapies for chronic post-traumatic stress disorder (PTSD) in "
            "adults. Cochrane Database of Systematic Reviews, (12), CD003388."
        ),
    ),
}
