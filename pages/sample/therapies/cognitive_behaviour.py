from typing import Any

from pages.sample.writing import bullets, lead_words, of_type, paragraph, question, source, stream

COGNITIVE_BEHAVIOUR: dict[str, Any] = {
    "slug": "cognitive-behaviour-therapy",
    "title": "Cognitive Behaviour Therapy (CBT)",
    "lead": (
        "What we think, what we do and how we feel pull on each other. In CBT you look "
        "at these links in your own week, and try small changes to see what helps."
    ),
    "questions": of_type(
        "question",
        question(
            "What happens in CBT?",
            paragraph(
                "You and your psychologist pick one or two problems to work on. Together you "
                "draw a map: what sets the problem off, what goes through your mind, what you do "
                "next, and what keeps it going."
            ),
            paragraph(
                "Then you test other ways. Some of the work is talking. Some of it is trying "
                "things out between sessions, in small steps that you choose."
            ),
        ),
        question(
            "Do I have to do homework?",
            paragraph(
                "Trying things out between sessions is part of CBT. You decide how much. If a "
                "week was too full or too hard, say so: that is useful to know, not a failure."
            ),
        ),
    ),
    "areas_heading": "What do we work on?",
    "areas": of_type(
        "area",
        lead_words("Thoughts", "Noticing harsh or fearful thoughts, and checking them fairly."),
        lead_words("Habits", "Finding what keeps a problem going, such as avoiding or checking."),
        lead_words("Small steps", "Coming back to things that matter to you, a little at a time."),
        lead_words("Staying well", "Writing down what helped, for the next hard time."),
    ),
    "conditions_intro": "CBT is commonly used with people experiencing:",
    "conditions": of_type(
        "condition",
        "Depression",
        "Worry that does not stop, panic and social anxiety",
        "Post-traumatic stress, in a form that works with the memory of what happened",
        "Obsessive thoughts and compulsions",
        "Trouble sleeping",
    ),
    "treated_conditions": ("depression", "anxiety", "post-traumatic-stress"),
    "sessions": stream(
        paragraph(
            "You meet once a week at first, for about 50 minutes. Many plans run for 6 to 20 "
            "sessions. A narrow problem, such as one fear, can take fewer."
        ),
        paragraph(
            "Each session has a plan that you make together: how your week went, what you "
            "tried, one thing to work on, and what to try next. Every few weeks you look at "
            "progress, and change the plan if it is not helping."
        ),
        bullets(
            "You will be asked about everyday moments: what happened, what you thought, what "
            "you did.",
            "You may fill in short questionnaires, so that both of you can see change.",
            "If fear is the problem, you may practise facing it in steps. You agree to each "
            "step first. You can stop or slow down at any point.",
        ),
    ),
    "evidence": stream(
        paragraph(
            "CBT is one of the most studied talking therapies. Reviews of many trials find "
            "that it helps more than usual care for depression, and guidelines name it as a "
            "first choice for anxiety, obsessive thoughts and trouble sleeping."
        ),
        paragraph(
            "There are limits. For depression, other established therapies do about as well. "
            "Some people feel no better after CBT, and some get part of the way. You can ask "
            "for something else at any time."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Cuijpers, P., et al. (2023). Cognitive behavior therapy vs. control conditions, "
            "other psychotherapies, pharmacotherapies and combined treatment for depression: "
            "a comprehensive meta-analysis. World Psychiatry, 22(1), 105–115."
        ),
        source(
            "Andrews, G., et al. (2018). Royal Australian and New Zealand College of "
            "Psychiatrists clinical practice guidelines for the treatment of panic disorder, "
            "social anxiety disorder and generalised anxiety disorder. Australian & New "
            "Zealand Journal of Psychiatry, 52(12), 1109–1172."
        ),
        source(
            "National Institute for Health and Care Excellence (2018). Post-traumatic stress "
            "disorder (NG116).",
            "https://www.nice.org.uk/guidance/ng116",
        ),
        source(
            "National Institute for Health and Care Excellence (2005). Obsessive-compulsive "
            "disorder and body dysmorphic disorder: treatment (CG31).",
            "https://www.nice.org.uk/guidance/cg31",
        ),
        source(
            "Qaseem, A., et al. (2016). Management of chronic insomnia disorder in adults: a "
            "clinical practice guideline from the American College of Physicians. Annals of "
            "Internal Medicine, 165(2), 125–133."
        ),
    ),
}
