"""The Interpersonal Psychotherapy page says what the seed says, to the letter."""

from pathlib import Path

import pytest

from tests.pages.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_sample")]
URL = "/therapies/interpersonal-psychotherapy/"


def seed_paragraphs():
    text = (Path(__file__).parents[2] / "pages/seed/interpersonal-psychotherapy.txt").read_text(
        "utf-8"
    )
    lines = [words(line) for line in text.splitlines() if line.strip()]
    # Numbers of a list are drawn by the browser; the three doors stand apart.
    lines = [line.split(". ", 1)[1] if line[:2] in NUMERALS else line for line in lines]
    return [part for line in lines for part in DOORS.get(line, [line])]


NUMERALS = {"1.", "2.", "3.", "4."}
DOORS = {"New Client Existing Client Assessments": ["New Client", "Existing Client", "Assessments"]}


def test_therapy_page_has_every_word_of_seed_in_order(client):
    page = read(client.get(URL), within="body").text
    position = 0
    for paragraph in seed_paragraphs():
        found = page.find(paragraph, position)
        assert found >= 0, paragraph
        position = found + len(paragraph)


def test_therapy_page_completes_the_list_of_conditions_and_names_sources(client):
    page = read(client.get(URL), within="main").text
    after = page.split("IPT is commonly used to treat individuals experiencing:")[1]
    assert after.strip().startswith("Depression")
    assert "Sources" in after
    assert "World Health Organization" in after
