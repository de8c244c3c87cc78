import pytest

from newsletter.issue.compose import Content
from newsletter.preflight import Mail, structure
from tests.newsletter.preflight.letters import WORDS, make_mail, said


def test_mail_without_a_language_is_stopped():
    assert said(structure.check_language, Mail(Content("", "", "<html><p>x</html>")))
    assert not said(structure.check_language, make_mail())


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<h2>a</h2><h3>b</h3><h2>c</h2>", ""),
        ("<h1>again</h1>", "one main heading"),
        ("<h3>too deep</h3>", "skips a level"),
        ("<h2> </h2>", "empty"),
    ],
    ids=["in-order", "two-titles", "skipped", "empty"],
)
def test_headings(inside, words):
    found = said(structure.check_headings, make_mail(inside))
    assert words in found
    assert bool(words) == bool(found)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ('alt="A moon"', ""),
        ('alt="" data-decorative', ""),
        ('alt=""', "Say in words what picture 1 shows"),
        ("", "Say in words what picture 1 shows"),
        ('alt="IMG_1234.jpg"', "as you would on the phone"),
    ],
    ids=["alt", "decorative", "empty", "missing", "file-name"],
)
def test_pictures(attributes, words):
    found = said(structure.check_pictures, make_mail(f"<img {attributes}>"))
    assert words in found
    assert bool(words) == bool(found)


def test_size_stops_before_gmail_cuts():
    assert not said(structure.check_size, make_mail("x" * 99_000))
    assert "101 kB" in said(structure.check_size, make_mail("x" * 100_700))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WORDS, ""),
        ("\n", "next to nothing"),
        (f"{WORDS}<b>x", "code: “<b>”"),
        (f"{WORDS}&nbsp;", "code: “&nbsp;”"),
        (f"{WORDS} {{{{ name }}}}", "code: “{{ name }}”"),
        (f"{WORDS} 2 < 3 & 4 > 1", ""),
        (f"{WORDS}\n{'word ' * 30}", "too long"),
        (f"{WORDS}\nhttps://example.org/{'x' * 90}", ""),
    ],
    ids=["good", "empty", "tag", "entity", "field", "sums", "long", "address"],
)
def test_text(text, words):
    text = "\n".join(text.replace(WORDS, f"{WORDS[:70]}\n{WORDS[70:]}\n").splitlines())
    found = said(structure.check_text, make_mail(text=text))
    assert words in found
    assert bool(words) == bool(found)
