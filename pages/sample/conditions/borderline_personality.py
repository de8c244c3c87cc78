from typing import Any

from pages.sample.writing import bullets, heading, of_type, paragraph, source, stream

BORDERLINE_PERSONALITY: dict[str, Any] = {
    "slug": "borderline-personality-disorder",
    "title": "Borderline personality disorder (BPD)",
    "lead": (
        "Feelings that flood you, fear of being left, not knowing who you are. The name "
        "sounds harsh. The people who live with it are not, and many get much better "
        "over the years."
    ),
    "signs": stream(
        paragraph(
            "A diagnosis needs time and care, and many people see themselves in parts of it. "
            "These are things people with BPD often live with:"
        ),
        bullets(
            "Feelings that rise fast and take long to settle",
            "Being terrified that someone will leave, and doing anything to stop it",
            "Seeing people as wonderful one day and awful the next",
            "A shaky sense of who you are, or feeling empty",
            "Acting on impulse in ways you regret",
            "Hurting yourself, or thinking about suicide",
        ),
        paragraph(
            "Many people with BPD have been hurt early in life. Not all have. It is nobody’s "
            "choice, and it is not manipulation."
        ),
    ),
    "help": stream(
        paragraph(
            "Talking therapy made for BPD is the main treatment. Medicine does not treat BPD "
            "itself, though it may help with something that comes with it. Most therapies "
            "last a year or more. They work on staying safe first."
        ),
        paragraph(
            "Some people have been turned away because of this name. The Australian "
            "guideline is clear: people with BPD should get help like anyone else."
        ),
    ),
    "urgent": (
        "If you have hurt yourself or are about to, call {Emergency} or go to "
        "a hospital emergency department. To talk to someone now: Lifeline on {Lifeline}"
        ", or the Suicide Call Back Service on {Suicide Call Back Service}"
        ", day and night."
    ),
    "body": stream(
        heading("If you love someone with BPD"),
        bullets(
            "Take the feeling seriously, even if you see the facts in another way.",
            "Say calmly what you can do and what you cannot, and keep to it.",
            "Ask directly about suicide if you are worried. It does not put the idea there.",
            "Look after your own sleep, friends and help. You may write to us for yourself.",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "National Health and Medical Research Council (2012). Clinical practice "
            "guideline for the management of borderline personality disorder. Melbourne: "
            "NHMRC."
        ),
        source(
            "National Institute for Health and Care Excellence (2009). Borderline "
            "personality disorder: recognition and management (CG78).",
            "https://www.nice.org.uk/guidance/cg78",
        ),
        source(
            "Storebø, O. J., et al. (2020). Psychological therapies for people with "
            "borderline personality disorder. Cochrane Database of Systematic Reviews, (5), "
            "CD012955."
        ),
        source(
            "Dazzi, T., Gribble, R., Wessely, S., & Fear, N. T. (2014). Does asking about "
            "suicide and related behaviours induce suicidal ideation? What is the evidence? "
            "Psychological Medicine, 44(16), 3361–3363."
        ),
    ),
}
