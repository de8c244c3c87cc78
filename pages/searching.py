"""Search over what any reader may open.

Wagtail's index finds the pages, on SQLite and PostgreSQL; order, spelling and excerpts
come from the words of the pages, so that both databases give the same answer.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.query import PageQuerySet

from clinic.crisis import placeholders
from clinic.models import pages_for_readers
from pages.everyday_words import DISTRESS, SAYS_NOTHING
from pages.excerpts import excerpt
from pages.labels import label
from pages.vocabulary import Indexed, Vocabulary, indexed, vocabulary, words

#: Longer questions are cut: nobody types them, and every word costs.
MAX_LENGTH = 200
MAX_WORDS = 12
#: What the database is asked for, and what a reader is shown.
MAX_FORMS = 60
MAX_FOUND = 100
MAX_RESULTS = 20
#: A word in the title says as much as this; in the text at most half as much.
IN_TITLE = 8

#: For each word typed: the words that answer to it, and how much each says for it.
Wanted = list[dict[str, float]]


@dataclass(frozen=True)
class Result:
    """One page that answers, with the place where it says so."""

    title: str
    url: str
    label: str
    trail: list[str]
    excerpt: SafeString


@dataclass(frozen=True)
class Answer:
    """Pages for a query; `meant` is the query as published pages spell it, if they differ."""

    results: list[Result]
    meant: str = ""
    is_corrected: bool = False


def readable(query: str) -> str:
    """What the reader typed: no control characters, one space between words, a fair length."""
    printable = "".join(c if c.isprintable() else " " for c in query[: MAX_LENGTH * 5])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def is_distressed(query: str) -> bool:
    """Whether these words may come from somebody in danger, misspelt or not."""
    typed = words(query.replace("'", "").replace("’", ""))
    text = f" {' '.join(typed)} "
    if any(f" {phrase} " in text for phrase in DISTRESS):
        return True
    return any(get_close_matches(word, ("suicide", "suicidal"), cutoff=0.8) for word in typed)


def answer(query: str) -> Answer:
    """What a reader gets for these words; for a slip of the finger, what was meant."""
    pages = pages_for_readers()
    known = vocabulary(pages)
    typed = words(query)[:MAX_WORDS]
    guesses = {word: known.guess(word) for word in typed}
    results = _find(typed, known, pages)
    if not any(guesses.values()):
        return Answer(results)
    meant = [guesses[word] or word for word in typed]
    if results:
        return Answer(results, " ".join(meant))
    return Answer(_find(meant, known, pages), " ".join(meant), is_corrected=True)


def _find(typed: list[str], known: Vocabulary, pages: PageQuerySet) -> list[Result]:
    """Those of the pages that answer to the words, best first."""
    telling = [word for word in dict.fromkeys(typed) if word not in SAYS_NOTHING] or typed
    # The last word may be unfinished.
    wanted = [known.forms(word, unfinished=word == typed[-1]) for word in telling]
    says = sorted((-weight, n, form) for n, f in enumerate(wanted) for form, weight in f.items())
    asked = list(dict.fromkeys(form for _, _, form in says))[:MAX_FORMS]
    if not asked:
        return []
    found = (
        Page.objects.live().filter(depth__gt=1).search(" ".join(asked), operator="or")[:MAX_FOUND]
    )
    by_id = {page.pk: page for page in found}
    # Wagtail's engine filters by few columns: what is not for readers is left out here.
    texts = indexed(pages.filter(pk__in=by_id))
    best = _ranked(texts, wanted)[:MAX_RESULTS]
    trails = _trails([by_id[text.pk] for text in best], pages)
    return [_result(by_id[text.pk], text, trails, asked) for text in best]


def _result(page: Page, text: Indexed, trails: dict[int, list[str]], asked: list[str]) -> Result:
    return Result(
        title=page.title,
        url=page.get_url() or "",
        label=label(page),
        trail=trails[page.pk],
        excerpt=excerpt(placeholders.fill(text.body), asked),
    )


def _ranked(texts: list[Indexed], wanted: Wanted) -> list[Indexed]:
    """Best first: words in the title before words in the text, rare words before common ones."""
    said = {
        text.pk: [_says(words(text.title), words(text.body), forms) for forms in wanted]
        for text in texts
    }
    holders = [sum(1 for says in said.values() if says[n]) for n in range(len(wanted))]
    rarity = [log(1 + len(texts) / (1 + number)) for number in holders]
    # Sorting keeps the order of the page tree where scores are equal.
    return sorted(texts, key=lambda t: -sum(s * r for s, r in zip(said[t.pk], rarity, strict=True)))


def _says(title: list[str], body: list[str], forms: dict[str, float]) -> float:
    """How much a page says for one wanted word; repetitions add less and less."""
    in_title = max((forms.get(word, 0) for word in title), default=0)
    in_body = sum(forms.get(word, 0) for word in body)
    return IN_TITLE * (in_title + in_body / (in_body + 2) / 2)


def _trails(below: list[Page], pages: PageQuerySet) -> dict[int, list[str]]:
    """For each page the titles of those of `pages` that stand above it, home left out."""
    step = Page.steplen
    above = {p.pk: [p.path[:end] for end in range(3 * step, len(p.path), step)] for p in below}
    paths = {path for steps in above.values() for path in steps}
    titles = dict(pages.filter(path__in=paths).values_list("path", "title"))
    return {pk: [titles[path] for path in steps if path in titles] for pk, steps in above.items()}
