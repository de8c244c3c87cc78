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

MINDFULNESS: dict[str, Any] = {
    "slug": "mindfulness-based-therapy",
    "title": "Mindfulness-Based Therapy (MBCT and MBSR)",
    "lead": (
        "Mindfulness means noticing what is here, on purpose and kindly. Two courses of "
        "eight weeks teach it step by step: MBCT for people whose depression comes back, "
        "and MBSR for stress."
    ),
    "questions": of_type(
        "question",
        question(
            "Do I have to empty my mind?",
            paragraph(
                "No. Minds wander, and yours will. The practice is to notice where it went, and "
                "to come back without scolding yourself. Coming back is the whole exercise."
            ),
        ),
        question(
            "Is it religious?",
            paragraph(
                "No. The exercises have roots in Buddhist practice, but the courses are taught "
                "without any belief. If you have a faith, you can keep it. If you have none, you "
                "need none."
            ),
        ),
    ),
    "areas_heading": "What do we practise?",
    "areas": of_type(
        "area",
        lead_words(
            "Waking up from autopilot",
            "Eating, walking or washing up with your mind on what you are doing.",
        ),
        lead_words(
            "Listening to the body",
            "Noticing tension, tiredness and ease, from your feet to your head.",
        ),
        lead_words(
            "Seeing thoughts go by",
            "A thought such as “it will never change” is something your mind says, not a fact.",
        ),
        lead_words(
            "Early signs", "Knowing how a low mood begins for you, and what you want to do then."
        ),
    ),
    "conditions_intro": "Mindfulness-based therapy is commonly used with people experiencing:",
    "conditions": of_type(
        "condition",
        "Depression that has come back more than once",
        "Milder depression, as one choice among several",
        "Anxiety and stress",
        "Pain or illness that lasts",
    ),
    "treated_conditions": ("depression", "anxiety"),
    "sessions": stream(
        paragraph(
            "Both courses are usually taught in a group, once a week for eight weeks. A "
            "session takes about two hours. You can also learn the exercises one to one."
        ),
        paragraph(
            "Each time you practise together, talk about what you noticed, and get one or "
            "two exercises to do at home. The full courses ask for 30 to 45 minutes a day. "
            "If that is too much, shorter is better than nothing."
        ),
        bullets(
            "You can keep your eyes open, sit, lie or move.",
            "You need not speak in the group.",
            "You can leave any exercise. For some people being still brings up fear or bad "
            "memories. Tell the teacher before or after, and choose another way.",
        ),
    ),
    "evidence": stream(
        paragraph(
            "A study that pooled nine trials found that people who had been depressed "
            "several times were less likely to become depressed again in the next year or so "
            "if they had done MBCT. A British guideline names it as one way to stay well."
        ),
        paragraph(
            "For anxiety and stress, reviews find small to moderate help. One trial found "
            "MBSR about as helpful as a common medicine for anxiety. MBCT was made for "
            "staying well. It is not usually the first choice in the middle of a severe "
            "depression."
        ),
    ),
    "body": stream(
        heading("If you are very low now"),
        paragraph(
            "Sitting still with your thoughts can be hard when you are very depressed, in "
            "shock or using a lot of alcohol or drugs. Tell us. Often another therapy comes "
            "first, and mindfulness later."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Kuyken, W., et al. (2016). Efficacy of mindfulness-based cognitive therapy in "
            "prevention of depressive relapse: an individual patient data meta-analysis from "
            "randomized trials. JAMA Psychiatry, 73(6), 565–574."
        ),
        source(
            "National Institute for Health and Care Excellence (2022). Depression in adults: "
            "treatment and management (NG222).",
            "https://www.nice.org.uk/guidance/ng222",
        ),
        source(
            "Goyal, M., et al. (2014). Meditation programs for psychological stress and "
            "well-being: a systematic review and meta-analysis. JAMA Internal Medicine, "
            "174(3), 357–368."
        ),
        source(
            "Hoge, E. A., et al. (2023). Mindfulness-based stress reduction vs escitalopram "
            "for the treatment of adults with anxiety disorders: a randomized clinical "
            "trial. JAMA Psychiatry, 80(1), 13–21."
        ),
    ),
}
