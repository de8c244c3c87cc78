import pytest

from clinic import offerings
from newsletter.preflight import wording
from tests.newsletter.preflight.letters import make_mail, said


@pytest.fixture(autouse=True)
def offered(monkeypatch):
    """A practice that offers one therapy and one assessment."""
    titles = {"therapy": "Interpersonal Psychotherapy", "assessment": "School Readiness"}
    monkeypatch.setattr(
        offerings, "available", lambda kind: [offerings.Offering("x", titles[kind])]
    )


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Three small things for the evening", ""),
        ("", "Write a subject"),
        ("a\nb", "one line"),
        ("x" * 61, "61 characters"),
        ("READ THIS", "shouts"),
    ],
    ids=["calm", "empty", "two-lines", "long", "loud"],
)
def test_subject(subject, expected):
    found = said(wording.check_subject, make_mail(subject=subject))
    assert expected in found
    assert bool(expected) == bool(found)


def test_preview_line_is_asked_for():
    assert said(wording.check_preview_line, make_mail(preheader=" "))
    assert not said(wording.check_preview_line, make_mail())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("About Anxiety and sleep", "anxiety"),
        ("Interpersonal psychotherapy, explained", "Interpersonal Psychotherapy"),
        ("School readiness: a day with us", "School Readiness"),
    ],
)
@pytest.mark.parametrize("where", ["subject", "preheader"])
def test_names_that_tell_are_advised_against(line, name, where):
    """Pitfall 29."""
    (found,) = wording.check_sensitive_terms(make_mail(**{where: line}))
    assert f"“{name}”" in found.text
    assert not found.is_stop


@pytest.mark.parametrize("line", ["Autumn walks", "A panicle of flowers", "Grieg at the piano"])
def test_names_inside_other_words_tell_nothing(line):
    assert not said(wording.check_sensitive_terms, make_mail(subject=line))


@pytest.mark.parametrize(
    "line", ["Ask your therapist about it.", "As our client you know.", "before your next session"]
)
def test_words_to_a_client_are_advised_against(line):
    assert "speaks to a client" in said(wording.check_sensitive_terms, make_mail(text=line))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("Request an appointment", ""),
        ("Click here!", "does not say where"),
        ("Read more…", "does not say where"),
        ("https://example.org/a", "bare address"),
        ("www.example.org", "bare address"),
        ("example.com.au", "bare address"),
        (" ", "no words"),
        ('<img alt="Our house">', ""),
    ],
)
def test_link_words(link, expected):
    found = said(wording.check_link_texts, make_mail(f'<a href="https://example.org/">{link}</a>'))
    assert expected in found
    assert bool(expected) == bool(found)


def test_same_words_to_two_places_are_advised_against():
    links = '<a href="/a/">Our fees</a> <a href="/b/">our fees</a>'
    assert "leads to 2 places" in said(wording.check_link_texts, make_mail(links))
    same = '<a href="/a/">Our fees</a> <a href="/a/">our fees</a>'
    assert not said(wording.check_link_texts, make_mail(same))
