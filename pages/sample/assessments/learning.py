from typing import Any

from pages.sample.writing import bullets, lead_words, of_type, paragraph, source, stream

LEARNING: dict[str, Any] = {
    "slug": "learning",
    "title": "Learning assessment",
    "lead": (
        "For children, teenagers and adults who work hard at reading, spelling, writing "
        "or numbers and still fall behind, and want to know why."
    ),
    "for_whom": stream(
        bullets(
            "Reading is slow or tiring, or the words do not stick",
            "Spelling and writing lag far behind what you can say",
            "Numbers, times tables or telling the time stay a puzzle",
            "Extra help at school has not made much difference after some months",
        ),
        paragraph(
            "Before you spend money on this, have eyes and ears checked, and talk with the "
            "teacher. That alone sometimes answers the question."
        ),
    ),
    "steps": of_type(
        "step",
        lead_words(
            "First talk.",
            "With parents, and with the young person. What goes well, what does not, what "
            "school has tried.",
        ),
        lead_words(
            "Tasks.",
            "Two sessions of about 90 minutes, in the morning if we can: thinking, memory, "
            "reading, writing, numbers.",
        ),
        lead_words("School.", "With your consent we ask the teacher what they see."),
        lead_words("Feedback.", "What we found, in words a child can understand too."),
    ),
    "report": stream(
        paragraph(
            "A written report that says how this person learns, what is strong, what is "
            "hard, and what school and home can do about it. If we find a learning disorder "
            "such as dyslexia, it says so, and why we think so. If not, it says that."
        ),
        paragraph(
            "A report can support a request for adjustments at school or university, such as "
            "more time. The school decides, not we."
        ),
    ),
    "practical": stream(
        bullets(
            "Four appointments over about a month. The report follows two to three weeks later.",
            "Bring glasses, school reports, some school work, and a snack.",
            "There is no Medicare rebate for learning assessments. We tell you the full "
            "price before you decide.",
        ),
    ),
    "sources": of_type(
        "source",
        source(
            "American Psychiatric Association (2022). Diagnostic and statistical manual of "
            "mental disorders (5th ed., text revision). Washington, DC: American Psychiatric "
            "Association Publishing."
        ),
        source(
            "Rose, J. (2009). Identifying and teaching children and young people with "
            "dyslexia and literacy difficulties. London: Department for Children, Schools "
            "and Families."
        ),
        source(
            "Nationally Consistent Collection of Data on School Students with Disability. "
            "Information for schools and families.",
            "https://www.nccd.edu.au/",
        ),
    ),
}
