from typing import Any

from pages.sample.writing import bullets, lead_words, of_type, paragraph, source, stream

COGNITIVE: dict[str, Any] = {
    "slug": "cognitive",
    "title": "Cognitive assessment",
    "lead": (
        "A look at memory, attention, language and problem solving: for adults who "
        "notice a change, or who need to know what they can rely on."
    ),
    "for_whom": stream(
        bullets(
            "You or your family notice changes in memory or thinking",
            "You had a head injury, a stroke or another illness that may affect thinking",
            "You want to know your strengths before going back to work or study",
        ),
        paragraph(
            "See your GP first. Infections, low mood, poor sleep, thyroid trouble and some "
            "medicines can cloud thinking, and a GP can check for them. If the change came "
            "within hours or days, call {Emergency}: it may be a stroke."
        ),
    ),
    "steps": of_type(
        "step",
        lead_words(
            "First talk.",
            "What has changed, since when, and how days go now. You may bring someone who "
            "knows you well.",
        ),
        lead_words(
            "Tasks.",
            "Two to three hours of puzzles, words, pictures and memory, with breaks. Nobody "
            "gets all of them right: they are made that way.",
        ),
        lead_words(
            "Putting it together.",
            "We compare your results with those of people of your age, and read letters from "
            "your doctors, if you agree.",
        ),
        lead_words("Feedback.", "What is strong, what is harder, and what may be behind it."),
    ),
    "report": stream(
        paragraph(
            "A written report for you and, if you wish, your doctor: results in plain words, "
            "what they may mean, and what can help at home or at work."
        ),
        paragraph(
            "A cognitive assessment alone cannot show that somebody has dementia, or that "
            "they have not. It is one part of the picture, and doctors add the others."
        ),
    ),
    "practical": stream(
        bullets(
            "Two or three appointments over three to four weeks. The report follows about "
            "two weeks later.",
            "Bring glasses, hearing aids and a list of your medicines. Sleep and eat before "
            "you come.",
            "English is not your first language? Tell us, and we plan for it, with an "
            "interpreter if you like.",
            "Medicare does not usually pay for this in a private practice. Memory clinics at "
            "public hospitals may be free. Ask your GP.",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Guideline Adaptation Committee (2016). Clinical practice guidelines and "
            "principles of care for people with dementia. Sydney: NHMRC Partnership Centre "
            "for Dealing with Cognitive and Related Functional Decline in Older People."
        ),
        source(
            "National Institute for Health and Care Excellence (2018). Dementia: assessment, "
            "management and support for people living with dementia and their carers (NG97).",
            "https://www.nice.org.uk/guidance/ng97",
        ),
        source(
            "Livingston, G., et al. (2024). Dementia prevention, intervention, and care: "
            "2024 report of the Lancet standing Commission. The Lancet, 404(10452), 572–628."
        ),
    ),
}
