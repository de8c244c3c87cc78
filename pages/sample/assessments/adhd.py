from typing import Any

from pages.sample.writing import bullets, heading, lead_words, of_type, paragraph, source, stream

ADHD: dict[str, Any] = {
    "slug": "adhd",
    "title": "ADHD assessment",
    "lead": (
        "For adults, teenagers and children who find it hard to pay attention, to sit "
        "still or to think before they act, and who want to understand why."
    ),
    "for_whom": stream(
        paragraph(
            "It may be worth asking for if, for many years and in more than one part of life:"
        ),
        bullets(
            "you lose things, lose time, or start much more than you finish",
            "you cannot sit through a meeting, a film or a meal",
            "you speak or act before you have thought, and regret it",
            "school, work or home takes you far more effort than it seems to take others",
        ),
        paragraph(
            "You can ask for yourself or for your child. Many people, girls and women among "
            "them, are first assessed as adults."
        ),
    ),
    "steps": of_type(
        "step",
        lead_words(
            "First talk.",
            "About an hour. What you notice, since when, and what you hope to find out.",
        ),
        lead_words(
            "Your history.",
            "Childhood, school, health, sleep and mood. Old school reports help, but you do "
            "not need them to ask.",
        ),
        lead_words(
            "Looking closely.",
            "Questionnaires, an interview and, where useful, tasks. With your consent we "
            "also hear from people who know you well.",
        ),
        lead_words(
            "Feedback.", "We explain what we found, what we are sure of and what we are not."
        ),
    ),
    "report": stream(
        paragraph(
            "A written report in plain words: what we looked at, what we found, and steps "
            "you can take at home, at school or at work."
        ),
        paragraph(
            "The answer may be yes, no or not yet clear. We tell you which, and why. Trouble "
            "with attention can also come from poor sleep, worry, low mood, trauma or "
            "illness, so we look at those as well."
        ),
    ),
    "practical": stream(
        bullets(
            "Three or four appointments over four to eight weeks. The report follows about "
            "three weeks later.",
            "Bring glasses or hearing aids, a list of your medicines, and school reports if "
            "you have them.",
            "You can have breaks, move about, and stop for the day.",
            "For most assessments there is no Medicare rebate. We tell you the full price "
            "before you decide.",
        ),
        paragraph(
            "Psychologists do not prescribe medicine. If that is a question, we tell you "
            "which doctors to see next, and write to them if you wish."
        ),
    ),
    "body": stream(
        heading("While you wait"),
        paragraph(
            "You do not need a diagnosis to make days easier. Put one thing at a time in "
            "sight, set alarms for the start of a task and not only its end, and ask for "
            "instructions in writing."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Australasian ADHD Professionals Association (2022). Australian evidence-based "
            "clinical practice guideline for attention deficit hyperactivity disorder.",
            "https://adhdguideline.aadpa.com.au/",
        ),
        source(
            "National Institute for Health and Care Excellence (2018). Attention deficit "
            "hyperactivity disorder: diagnosis and management (NG87).",
            "https://www.nice.org.uk/guidance/ng87",
        ),
        source(
            "Faraone, S. V., et al. (2021). The World Federation of ADHD International "
            "Consensus Statement: 208 evidence-based conclusions about the disorder. "
            "Neuroscience & Biobehavioral Reviews, 128, 789–818."
        ),
    ),
}
