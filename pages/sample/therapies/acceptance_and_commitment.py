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

ACCEPTANCE_AND_COMMITMENT: dict[str, Any] = {
    "slug": "acceptance-and-commitment-therapy",
    "title": "Acceptance and Commitment Therapy (ACT)",
    "lead": (
        "Painful thoughts and feelings are part of being human. ACT is about giving them "
        "room without a fight, and putting your effort into what matters to you."
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
    "treated_conditions": ("depression", "anxiety"),
    "sessions": stream(
        paragraph(
            "Sessions take about 50 minutes, often once a week. Some people come 6 to 12 "
            "times. Others come longer and less often."
        ),
        paragraph(
            "You talk, and you try things. Your psychologist might ask you to sit with a "
            "feeling for a minute and describe it, to write down what you would like your "
            "days to stand for, or to picture a thought as words on a screen. Between "
            "sessions you take one small step that matters to you."
        ),
        paragraph(
            "Some exercises may feel odd at first. You can ask what each one is for, keep "
            "your eyes open, change it or leave it out."
        ),
    ),
    "evidence": stream(
        paragraph(
            "Reviews of trials find that ACT helps more than no treatment or usual care, and "
            "about as much as other established therapies such as CBT. The British guideline "
            "on chronic pain names ACT and CBT as two talking therapies to consider."
        ),
        paragraph(
            "Many of the studies are small, and some are not well made. We cannot tell in "
            "advance whom ACT will suit. It does not help everyone."
        ),
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
            "A-Tjak, J. G. L., et al. (2015). A meta-analysis of the efficacy of acceptance "
            "and commitment therapy for clinically relevant mental and physical health "
            "problems. Psychotherapy and Psychosomatics, 84(1), 30–36."
        ),
        source(
            "Gloster, A. T., et al. (2020). The empirical status of acceptance and "
            "commitment therapy: a review of meta-analyses. Journal of Contextual Behavioral "
            "Science, 18, 181–192."
        ),
        source(
            "National Institute for Health and Care Excellence (2021). Chronic pain (primary "
            "and secondary) in over 16s: assessment of all chronic pain and management of "
            "chronic primary pain (NG193).",
            "https://www.nice.org.uk/guidance/ng193",
        ),
    ),
}
