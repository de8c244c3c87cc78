from typing import Any

from pages.sample.writing import bullets, heading, of_type, paragraph, source, stream

POST_TRAUMATIC_STRESS: dict[str, Any] = {
    "slug": "post-traumatic-stress",
    "title": "Post-traumatic stress",
    "lead": (
        "After something terrible, mind and body stay on guard. For many people this "
        "settles by itself within weeks. If it does not, there is help that has been "
        "well tested."
    ),
    "signs": stream(
        paragraph(
            "It can begin soon after the event, or months later. People describe things like these:"
        ),
        bullets(
            "Memories that push in, bad dreams, or feeling as if it were happening again",
            "Staying away from places, people or talk that bring it back",
            "Being jumpy, watchful or quick to anger, and sleeping badly",
            "Feeling numb, cut off from others, ashamed or to blame",
        ),
        paragraph(
            "If harm went on for a long time, for example in childhood or at home, it can "
            "also be hard to trust, to calm down, or to like yourself. Some people call this "
            "complex PTSD."
        ),
        paragraph("These are ways of surviving. They do not mean that you are broken."),
    ),
    "help": stream(
        paragraph(
            "In the first weeks, what helps most is safety, rest, people you trust, and not "
            "being pushed to talk. You do not have to tell your story to anyone."
        ),
        paragraph(
            "If it is still hard after a month, Australian guidelines recommend therapies "
            "that work with the memory itself: forms of CBT made for trauma, and EMDR. It is "
            "never too late to start. You decide what you tell, and when."
        ),
    ),
    "urgent": (
        "Is somebody hurting you now? Call {Emergency}, or talk with "
        "1800RESPECT on {1800RESPECT}, day or night. If you "
        "think about ending your life, call Lifeline on {Lifeline}."
    ),
    "body": stream(
        heading("When a memory takes over"),
        bullets(
            "Say out loud what day it is, and where you are.",
            "Press your feet into the floor. Hold something cold or rough.",
            "Look around and name what is different from then.",
            "Afterwards, drink something, get warm, and be with someone if you can.",
        ),
        heading("If you are a veteran, or serve"),
        paragraph(
            "Open Arms offers free counselling to people who have served in the Australian "
            "Defence Force, and to their families: {Open Arms}, "
            "day and night."
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
            "National Institute for Health and Care Excellence (2018). Post-traumatic stress "
            "disorder (NG116).",
            "https://www.nice.org.uk/guidance/ng116",
        ),
        source(
            "World Health Organization (2013). Guidelines for the management of conditions "
            "specifically related to stress. Geneva: WHO."
        ),
    ),
}
