"""Two more therapies in our own words, so that the index is an index."""

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

COGNITIVE_BEHAVIOURAL: dict[str, Any] = {
    "slug": "cognitive-behaviour-therapy",
    "title": "Cognitive Behaviour Therapy (CBT)",
    "lead": (
        "What we think, what we do and how we feel pull on each other. In CBT you look at these "
        "links in your own week, and try small changes to see what helps."
    ),
    "questions": of_type(
        "question",
        question(
            "What happens in CBT?",
            paragraph(
                "You and your psychologist pick one or two problems to work on. Together you draw "
                "a map: what sets the problem off, what goes through your mind, what you do next, "
                "and what keeps it going."
            ),
            paragraph(
                "Then you test other ways. Some of the work is talking. Some of it is trying "
                "things out between sessions, in small steps that you choose."
            ),
        ),
        question(
            "Do I have to do homework?",
            paragraph(
                "Trying things out between sessions is part of CBT. You decide how much. If "
                "a week was too full or too hard, say so: that is useful to know, not a failure."
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
        "Obsessive thoughts and compulsions",
        "Trouble sleeping",
    ),
    "conditions_closing": (
        "<p>CBT is one of the most studied talking therapies. It does not help everyone, and it "
        "is not the only good choice. You can ask for something else at any time.</p>"
    ),
    "body": stream(
        heading("How long does it take?"),
        paragraph(
            "Many plans run for 6 to 20 sessions. You look at progress together as you go, and "
            "change the plan if it is not helping."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Cuijpers, P., et al. (2023). Cognitive behavior therapy vs. control conditions, "
            "other psychotherapies, pharmacotherapies and combined treatment for depression: a "
            "comprehensive meta-analysis. World Psychiatry, 22(1), 105–115."
        ),
        source(
            "Andrews, G., et al. (2018). Royal Australian and New Zealand College of "
            "Psychiatrists clinical practice guidelines for the treatment of panic disorder, "
            "social anxiety disorder and generalised anxiety disorder. Australian & New Zealand "
            "Journal of Psychiatry, 52(12), 1109–1172."
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

ACCEPTANCE_AND_COMMITMENT: dict[str, Any] = {
    "slug": "acceptance-and-commitment-therapy",
    "title": "Acceptance and Commitment Therapy (ACT)",
    "lead": (
        "Painful thoughts and feelings are part of being human. ACT is about giving them room "
        "without a fight, and putting your effort into what matters to you."
    ),
    "questions": of_type(
        "question",
        question(
            "What is ACT like?",
            paragraph(
                "You talk about what is hard, and about the life you would like to be living. "
                "You learn short exercises for noticing a thought or a feeling and letting it be "
                "there, so that it does not decide for you."
            ),
        ),
        question(
            "Does acceptance mean giving up?",
            paragraph(
                "No. It does not mean liking what happened, or putting up with being treated "
                "badly. It means not spending all your strength on a fight with your own mind."
            ),
        ),
    ),
    "areas_heading": "What do we practise?",
    "areas": of_type(
        "area",
        lead_words("Making room", "Letting hard feelings come and go without pushing them away."),
        lead_words("Stepping back", "Seeing a thought as a thought, not as an order."),
        lead_words("Being here", "Bringing attention back to this moment, gently and often."),
        lead_words("What matters", "Naming what you care about, and taking one step towards it."),
    ),
    "conditions_intro": "ACT is commonly used with people experiencing:",
    "conditions": of_type(
        "condition", "Anxiety", "Depression", "Pain that lasts", "Stress and big changes in life"
    ),
    "conditions_closing": (
        "<p>Studies find that ACT helps many people more than no treatment, and about as much as "
        "other established therapies. It does not help everyone.</p>"
    ),
    "body": stream(
        heading("Could it suit me?"),
        paragraph("ACT may be worth asking about if:"),
        bullets(
            "you have tried hard to get rid of a feeling, and it keeps coming back",
            "you are living with something that cannot be fixed soon",
            "you want to work on how you live, not only on symptoms",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "A-Tjak, J. G. L., et al. (2015). A meta-analysis of the efficacy of acceptance and "
            "commitment therapy for clinically relevant mental and physical health problems. "
            "Psychotherapy and Psychosomatics, 84(1), 30–36."
        ),
        source(
            "Gloster, A. T., et al. (2020). The empirical status of acceptance and commitment "
            "therapy: a review of meta-analyses. Journal of Contextual Behavioral Science, 18, "
            "181–192."
        ),
        source(
            "National Institute for Health and Care Excellence (2021). Chronic pain (primary and "
            "secondary) in over 16s (NG193).",
            "https://www.nice.org.uk/guidance/ng193",
        ),
    ),
}
