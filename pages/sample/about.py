"""Who wrote the sample words, and what must happen before anybody relies on them."""

from typing import Any

from pages.sample.writing import bullets, heading, notice, paragraph, stream

ABOUT: dict[str, Any] = {
    "slug": "about-these-pages",
    "title": "About these pages",
    "lead": "Where the words on this site come from, who has checked them, and who has not yet.",
    "body": stream(
        notice(
            "Sample words",
            "A registered psychologist of the practice must check every page about health "
            "before this site opens. That has not happened yet.",
        ),
        heading("Where the words come from"),
        paragraph(
            "The pages about therapies, conditions and assessments were written in November "
            "2026 as a sample. They rest on the guidelines and studies named at the end of "
            "each page. The first part of the page on Interpersonal Psychotherapy came from "
            "the practice."
        ),
        heading("What “last reviewed” means"),
        paragraph(
            "On that day somebody compared the page with the sources it names. In this "
            "sample it was the writer, not a psychologist. Once a psychologist of the "
            "practice has checked a page, the day is changed to the day they did."
        ),
        paragraph("Each page is due to be checked again within a year."),
        heading("How we write about health"),
        bullets(
            "We say how strong the research is, and where it is weak.",
            "We promise no result. People differ, and so does what helps them.",
            "We print no praise from clients. The law does not allow it, and you deserve facts.",
            "The profiles of clinicians are examples, and say so.",
        ),
        heading("What these pages cannot do"),
        paragraph(
            "They cannot tell you what you have, or which treatment is right for you. A GP "
            "or a psychologist can look at that with you. If something here is wrong or "
            "unclear, please tell us: our contact details are at the end of every page."
        ),
    ),
}
