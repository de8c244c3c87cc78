"""Search the pages that any reader may open.

Wagtail's index finds the pages, on SQLite and PostgreSQL. Ranking, spelling and excerpts are
computed from the text of the pages, so that both databases give the same results.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.query import PageQuerySet

from clinic.crisis import placeholders
from clinic.models import pages_for_readers
from pages.everyday_words import DISTRESS, STOP_WORDS
from pages.excerpts import excerpt
from pages.labels import label
from pages.vocabulary import IndexedText, Vocabulary, indexed_texts, vocabulary, words

#: Longer queries are cut: people do not type them, and each word takes time.
MAX_LENGTH = 200
MAX_WORDS = 12
#: Word forms in the database query, pages it returns, and pages shown to a reader.
MAX_FORMS = 60
MAX_CANDIDATES = 100
MAX_RESULTS = 20
#: Weight of a word in the title; in the text it weighs at most half as much.
TITLE_WEIGHT = 8

#: For each search term, the word forms that match it and the weight of each.
MatchingForms = list[dict[str, float]]


@dataclass(frozen=True)
class Result:
    """A page that matches, with an excerpt around the matching words."""

    title: str
    url: str
    label: str
    trail: list[str]
    excerpt: SafeString


@dataclass(frozen=True)
class SearchResults:
    """The pages for a query.

    `corrected_query` is the query in the spelling of published pages, “” if that is the same.
    `is_corrected`: the results are those of the corrected query.
    """

    results: list[Result]
    corrected_query: str = ""
    is_corrected: bool = False


def clean_query(query: str) -> str:
    """Remove control characters, collapse white space and cut to `MAX_LENGTH` characters."""
    printable = "".join(c if c.isprintable() else " " for c in query[: MAX_LENGTH * 5])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def is_distressed(query: str) -> bool:
    """Whether the query, misspelt or not, suggests that its writer is in danger."""
    typed = words(query.replace("'", "").replace("’", ""))
    text = f" {' '.join(typed)} "
    if any(f" {phrase} " in text for phrase in DISTRESS):
        return True
    return any(get_close_matches(word, ("suicide", "suicidal"), cutoff=0.8) for word in typed)


def search(query: str) -> SearchResults:
    """Search for `query`; if nothing matches, search for the corrected query."""
    pages = pages_for_readers()
    page_vocabulary = vocabulary(pages)
    typed = words(query)[:MAX_WORDS]
    corrections = {word: page_vocabulary.correction(word) for word in typed}
    results = _find(typed, page_vocabulary, pages)
    if not any(corrections.values()):
        return SearchResults(results)
    corrected = [corrections[word] or word for word in typed]
    if results:
        return SearchResults(results, " ".join(corrected))
    results = _find(corrected, page_vocabulary, pages)
    return SearchResults(results, " ".join(corrected), is_corrected=True)


def _find(typed: list[str], page_vocabulary: Vocabulary, pages: PageQuerySet) -> list[Result]:
    """Return those of `pages` that match the words, best first."""
    terms = [word for word in dict.fromkeys(typed) if word not in STOP_WORDS] or typed
    # The last word may be unfinished.
    matching = [page_vocabulary.forms(word, is_prefix=word == typed[-1]) for word in terms]
    by_weight = sorted(
        (-weight, n, form) for n, forms in enumerate(matching) for form, weight in forms.items()
    )
    forms = list(dict.fromkeys(form for _, _, form in by_weight))[:MAX_FORMS]
    if not forms:
        return []
    live = Page.objects.live().filter(depth__gt=1)
    candidates = live.search(" ".join(forms), operator="or")[:MAX_CANDIDATES]
    by_id = {page.pk: page for page in candidates}
    # Wagtail's search filters by few columns, so pages that are not for readers are left out here.
    texts = indexed_texts(pages.filter(pk__in=by_id))
    best = _ranked(texts, matching)[:MAX_RESULTS]
    trails = _trails([by_id[text.pk] for text in best], pages)
    return [_result(by_id[text.pk], text, trails, forms) for text in best]


def _result(
    page: Page, text: IndexedText, trails: dict[int, list[str]], forms: list[str]
) -> Result:
    return Result(
        title=page.title,
        url=page.get_url() or "",
        label=label(page),
        trail=trails[page.pk],
        excerpt=excerpt(placeholders.fill(text.body), forms),
    )


def _ranked(texts: list[IndexedText], matching: MatchingForms) -> list[IndexedText]:
    """Sort by score. Title words count more than text words, rare words more than common."""
    scores = {
        text.pk: [_score(words(text.title), words(text.body), forms) for forms in matching]
        for text in texts
    }
    counts = [sum(1 for row in scores.values() if row[n]) for n in range(len(matching))]
    rarity = [log(1 + len(texts) / (1 + count)) for count in counts]

    def total(text: IndexedText) -> float:
        return sum(s * r for s, r in zip(scores[text.pk], rarity, strict=True))

    # Sorting keeps the order of the page tree where scores are equal.
    return sorted(texts, key=lambda text: -total(text))


def _score(title: list[str], body: list[str], forms: dict[str, float]) -> float:
    """Return the score of a page for one search term; each repetition adds less."""
    in_title = max((forms.get(word, 0) for word in title), default=0)
    in_body = sum(forms.get(word, 0) for word in body)
    return TITLE_WEIGHT * (in_title + in_body / (in_body + 2) / 2)


def _trails(results: list[Page], pages: PageQuerySet) -> dict[int, list[str]]:
    """Return, by id, the titles of the ancestors that are in `pages`, without the home page."""
    step = Page.steplen
    ancestors = {
        page.pk: [page.path[:end] for end in range(3 * step, len(page.path), step)]
        for page in results
    }
    paths = {path for row in ancestors.values() for path in row}
    titles = dict(pages.filter(path__in=paths).values_list("path", "title"))
    return {pk: [titles[path] for path in row if path in titles] for pk, row in ancestors.items()}
