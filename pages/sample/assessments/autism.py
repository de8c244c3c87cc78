from typing import Any

from pages.sample.writing import bullets, heading, lead_words, of_type, paragraph, source, stream

AUTISM: dict[str, Any] = {
    "slug": "autism",
    "title": "Autism assessment",
    "lead": (
        "For children, teenagers and adults who wonder whether autism explains how they "
        "take in the world, and for parents who wonder with them."
    ),
    "for_whom": stream(
        paragraph("People ask for many reasons. Some of them:"),
        bullets(
            "Talking with people takes guesswork or leaves you worn out",
            "Sounds, lights, clothes or crowds are too much, or you hardly notice them",
            "Sudden changes throw you, and routines hold you",
            "You know a great deal about a few things and can lose yourself in them",
            "You have learned to copy others so well that nobody sees the effort",
        ),
        paragraph(
            "Many people are first assessed as adults, often after a child of theirs was. It "
            "is not too late to ask."
        ),
    ),
    "steps": of_type(
        "step",
        lead_words(
            "First talk.",
            "What you or your child find easy and hard, and what you hope to learn. In "
            "person, by video or in writing.",
        ),
        lead_words(
            "Your story.",
            "Early years, school, friends, work, health. If a parent can tell us about the "
            "early years, that helps. If not, we find other ways.",
        ),
        lead_words(
            "Time together.",
            "Conversation, play or tasks. We may also visit or call the school, if you agree.",
        ),
        lead_words(
            "Feedback.", "We go through what we saw, strengths first, and answer your questions."
        ),
    ),
    "report": stream(
        paragraph(
            "A written report that describes you or your child as a person: strengths, "
            "needs, and what would make daily life easier. You read a draft and can ask us "
            "to put things right."
        ),
        paragraph(
            "The answer may be yes, no or not yet clear. We tell you which, and why. We also "
            "look at what else may play a part, such as ADHD, anxiety, hearing or language."
        ),
    ),
    "practical": stream(
        bullets(
            "Three to five appointments over one to two months. The report follows about "
            "three weeks later.",
            "Tell us what makes a room easier for you: light, sound, breaks, a person with "
            "you, a toy in the hand.",
            "Bring earlier reports, and for a child the health record book.",
            "Medicare pays part of some assessments of people under 25, if a paediatrician "
            "or psychiatrist refers them. Ask us or your GP first.",
        ),
    ),
    "body": stream(
        heading("Words"),
        paragraph(
            "Many people say “autistic person”, others “person with autism”. We use your "
            "words for you. Tell us which they are."
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "Autism CRC (2023). National guideline for the assessment and diagnosis of "
            "autism in Australia.",
            "https://www.autismcrc.com.au/",
        ),
        source(
            "National Institute for Health and Care Excellence (2012). Autism spectrum "
            "disorder in adults: diagnosis and management (CG142).",
            "https://www.nice.org.uk/guidance/cg142",
        ),
        source(
            "National Institute for Health and Care Excellence (2011). Autism spectrum "
            "disorder in under 19s: recognition, referral and diagnosis (CG128).",
            "https://www.nice.org.uk/guidance/cg128",
        ),
    ),
}
