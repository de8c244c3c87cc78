from clinic.cms.editing import reading
from pages.models import StandardPage
from tests.pages.factories import stream

EASY = "We talk. You say what hurts. We go at your pace. " * 8
HARD = (
    "Psychotherapeutic interventions necessitate comprehensive multidisciplinary considerations "
    "regarding individual circumstances, developmental trajectories, environmental influences, "
    "interpersonal functioning, neurobiological vulnerabilities, organisational responsibilities "
    "and longitudinal consequences of inadequately addressed psychosocial determinants. "
) * 3


def read(*paragraphs):
    body = stream(*(("paragraph", f"<p>{text}</p>") for text in paragraphs))
    return reading.read(StandardPage(title="A page", body=body))


def test_plain_words_read_easily():
    assert read(EASY).lix < 30
    assert "reads easily" in read(EASY).advice
    assert read(EASY).longest == []


def test_office_words_get_advice_and_the_long_sentences():
    assert "Shorten sentences" in read(HARD).advice
    assert read(EASY, HARD).longest == [HARD[: len(HARD) // 3].strip()]


def test_paragraph_ends_a_sentence():
    words = "and then we walk on " * 4
    assert read(*[words] * 4).longest == []


def test_length_is_counted_in_minutes():
    assert read(EASY * 2).minutes == 1
    assert read(EASY * 30).is_long
    assert not read(EASY).is_long


def test_page_with_hardly_a_word_gets_no_advice():
    assert read("We open at nine.") is None
