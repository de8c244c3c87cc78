"""Interpersonal Psychotherapy: the words of pages/seed, to the letter (a test compares).

The list of conditions is cut off there; it is completed from the sources named.
"""

from typing import Any

from pages.sample.writing import (
    lead_words,
    numbered,
    of_type,
    paragraph,
    picture,
    question,
    source,
    stream,
)

INTERPERSONAL: dict[str, Any] = {
    "slug": "interpersonal-psychotherapy",
    "title": "Interpersonal Psychotherapy (IPT)",
    "lead": (
        "Interpersonal Psychotherapy (IPT) is a type of psychotherapy that aims to "
        "relieve symptoms by improving our relationships. IPT views our current issues "
        "as a response to difficulties in our everyday relationships and interactions "
        "with other people."
    ),
    "questions": of_type(
        "question",
        question(
            "What is the focus of treatment in interpersonal psychotherapy?",
            paragraph(
                "The central idea of IPT is that by resolving our relationship issues, our mood "
                "symptoms will improve too. In turn, this will strengthen our relationships and "
                "overall our support network."
            ),
            paragraph(
                "In the beginning, therapists will tend to focus on identifying our issues and "
                "reviewing the quality of our most significant relationships. This process will "
                "include identifying our sources of social support, attachment style, "
                "communication style and specific interpersonal challenges."
            ),
        ),
    ),
    "areas_heading": "What are the 4 areas of IPT?",
    "areas_intro": (
        "The goal of IPT is to improve the quality of social functioning by identifying "
        "and solving problems in one of these 4 key areas:"
    ),
    "areas": of_type(
        "area",
        lead_words(
            "Grief and loss",
            "IPT can help those experiencing difficulty moving forward from the distress of "
            "losing a loved one",
        ),
        lead_words(
            "Life transitions",
            "Transitions such as divorce, a new professional role, relationship status or "
            "retirement can be challenging to adjust to. IPT helps us manage these "
            "transitions and cope with change.",
        ),
        lead_words(
            "Challenges in developing or maintaining relationships",
            "Some people have a history of relationship difficulties (for example, "
            "non-reciprocal, frequent short-term or unsatisfactory relationships). IPT "
            "targets the pattern of interpersonal issues and specific problem areas with "
            "effective management strategies.",
        ),
        lead_words(
            "Current conflicts in relationships that increase distress",
            "IPT can also assist in navigating disputes in current relationships, where "
            "there may be a clash of expectations, communication struggles and more.",
        ),
    ),
    "areas_closing": (
        "<p>IPT allows us to work with therapists to improve our communication and "
        "decision-making when resolving conflict in relationships. The different aspects "
        "of communication that can be worked on include our tone, timing, emotional "
        "charge and non-verbal language. Our wants and needs in relationships are "
        "discussed, as well as the ideal ways for resolving relational issues.</p>"
    ),
    "conditions_intro": "IPT is commonly used to treat individuals experiencing:",
    "conditions": of_type(
        "condition",
        "Depression, in adults and in young people",
        "Depression during pregnancy or after a birth",
        "Grief, change or conflict that weighs on mood",
        "Bulimia and binge eating",
        "Anxiety, including social anxiety",
        "Post-traumatic stress",
    ),
    "conditions_closing": (
        "<p>No therapy helps everyone. In the first sessions you and your psychologist "
        "look at which one fits you.</p>"
    ),
    "treated_conditions": ("depression", "grief", "anxiety", "post-traumatic-stress"),
    "sessions": stream(
        paragraph(
            "IPT has a clear beginning, middle and end. You meet once a week for about 50 "
            "minutes, often 12 to 16 times. Shorter courses exist, also for groups."
        ),
        numbered(
            (
                "The first three or so.",
                "You talk about how you feel and draw up a list of the people who matter to you "
                "now. Together you choose one of the four areas.",
            ),
            (
                "The middle.",
                "You go through things that happened during the week: what was said, how it "
                "felt, what you hoped for. You practise saying it another way.",
            ),
            (
                "The last few.",
                "You look at what has changed, how to notice a hard time early, and what it is "
                "like to say goodbye.",
            ),
        ),
        picture(
            "room",
            "Two empty armchairs turned towards each other beside a window, with hills outside.",
        ),
        paragraph(
            "You do not have to invite anyone from your life into the room, or take up a "
            "conflict before you are ready. If home is not safe, say so. Then the work is "
            "about safety first, not about talking things through."
        ),
    ),
    "evidence": stream(
        paragraph(
            "The research is strongest for depression. A review of 90 trials found that IPT "
            "helps more than usual care, and about as much as other established therapies. "
            "The World Health Organization has published a manual for offering it in groups."
        ),
        paragraph(
            "For eating problems, anxiety and post-traumatic stress there is less research, "
            "and another therapy is often tried first."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Cuijpers, P., Donker, T., Weissman, M. M., Ravitz, P., & Cristea, I. A. (2016). "
            "Interpersonal psychotherapy for mental health problems: a comprehensive "
            "meta-analysis. American Journal of Psychiatry, 173(7), 680–687."
        ),
        source(
            "World Health Organization and Columbia University (2016). Group Interpersonal "
            "Therapy (IPT) for Depression. Geneva: WHO.",
            "https://www.who.int/publications/i/item/WHO-MSD-MER-16.4",
        ),
        source(
            "National Institute for Health and Care Excellence (2022). Depression in adults: "
            "treatment and management (NG222).",
            "https://www.nice.org.uk/guidance/ng222",
        ),
        source(
            "National Institute for Health and Care Excellence (2019). Depression in "
            "children and young people: identification and management (NG134).",
            "https://www.nice.org.uk/guidance/ng134",
        ),
        source(
            "Australian Psychological Society (2018). Evidence-based psychological "
            "interventions in the treatment of mental disorders: a review of the literature "
            "(4th ed.)."
        ),
        source(
            "Centre of Perinatal Excellence (2023). Mental health care in the perinatal "
            "period: Australian clinical practice guideline.",
            "https://www.cope.org.au/",
        ),
        source(
            "Markowitz, J. C., et al. (2015). Is exposure necessary? A randomized clinical "
            "trial of interpersonal psychotherapy for PTSD. American Journal of Psychiatry, "
            "172(5), 430–440."
        ),
    ),
}
