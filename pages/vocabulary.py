"""The words of published pages, used to expand search terms and to correct their spelling.

SQLite and PostgreSQL stem words differently and correct no spelling. With the words of the
pages, both databases give the same results. Words of drafts and private pages are not used:
a correction must not reveal them.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer
from django.db import connection
from django.db.models import Count, Max, Sum
from django.db.models.functions import Length
from wagtail.query import PageQuerySet

from pages.everyday_words import STOP_WORDS, SYNONYMS

#: Shorter words resemble too many others to be corrected.
MIN_CORRECTED_LENGTH = 4
MIN_PREFIX_LENGTH = 3
#: Similarity (difflib ratio) of a correction: one wrong letter in seven gives 0.85. A word with
#: another first letter must be more similar.
MIN_SIMILARITY = 0.78
MIN_SIMILARITY_OTHER_START = 0.9
MAX_FORMS = 12
MAX_CACHED = 1_000  # corrections per vocabulary

#: Weights of a word that matches a search term exactly (or by stem), by prefix, or as synonym.
EXACT, PREFIX, SYNONYM = 1.0, 0.6, 0.5

_WORD = re.compile(r"([^\W_]+)(['’][^\W_]+)?")


class _ThreadLocal(threading.local):
    """One stemmer per thread: a stemmer holds the word it works on, so it is not thread-safe."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("english")


_thread_local = _ThreadLocal()


def words(text: str) -> list[str]:
    """Return the words of a text in order, case-folded and cut at an apostrophe."""
    return [match[1].casefold() for match in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem that “price”, “prices” and “pricing” share (Porter's English stemmer)."""
    return _thread_local.stemmer.stemWord(word)  # type: ignore[no-any-return]


def similarity(one: str, other: str) -> float:
    """Return the similarity of two words, from 0 to 1, rounded to one decimal."""
    return round(SequenceMatcher(None, one, other).ratio(), 1)


_STEMS_OF_SYNONYMS: dict[str, set[str]] = defaultdict(set)
for _group in SYNONYMS:
    for _word in _group:
        _STEMS_OF_SYNONYMS[stem(_word)].update(stem(other) for other in _group)


class Vocabulary:
    """The words of a set of texts, each with the number of texts that contain it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.pages: Counter[str] = Counter()
        for text in texts:
            self.pages.update(set(words(text)))
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.pages):
            self._by_stem[stem(word)].append(word)
        candidates = {*self.pages, *self._usable_synonyms()}
        self._candidates = sorted(word for word in candidates if len(word) >= MIN_CORRECTED_LENGTH)
        self._corrections: dict[str, str] = {}

    def _usable_synonyms(self) -> Iterable[str]:
        """Yield the words of each group of synonyms of which some page contains a word."""
        for group in SYNONYMS:
            if any(stem(word) in self._by_stem for word in group):
                yield from group

    def forms(self, typed: str, *, is_prefix: bool = False) -> dict[str, float]:
        """Return the words of the pages that match a typed word, with the weight of each.

        With `is_prefix`, words that start with the typed one match too.
        """
        weights = {typed: EXACT} if typed in self.pages else {}
        weights |= dict.fromkeys(self._by_stem.get(stem(typed), ()), EXACT)
        for other in sorted(_STEMS_OF_SYNONYMS.get(stem(typed), ())):
            for word in self._by_stem.get(other, ()):
                weights.setdefault(word, SYNONYM)
        if is_prefix and len(typed) >= MIN_PREFIX_LENGTH:
            longer = (word for word in self.pages if word.startswith(typed))
            for word in sorted(longer, key=len)[:MAX_FORMS]:
                weights.setdefault(word, PREFIX)
        return weights

    def correction(self, typed: str) -> str:
        """Return the most similar word that finds pages.

        Return “” if `typed` finds pages itself, or if no word is similar enough.
        """
        if (
            len(typed) < MIN_CORRECTED_LENGTH
            or typed in STOP_WORDS
            or stem(typed) in _STEMS_OF_SYNONYMS
        ):
            return ""
        if self.forms(typed, is_prefix=True):
            return ""
        correction = self._corrections.get(typed)
        if correction is None:  # not read from the cache below: another thread may clear it
            correction = self._most_similar(typed)
            if len(self._corrections) >= MAX_CACHED:
                self._corrections.clear()
            self._corrections[typed] = correction
        return correction

    def _most_similar(self, typed: str) -> str:
        """Compare with every word, which takes some hundredths of a second."""
        # Typing errors rarely affect the first letter: “lonely” is not “only”.
        same_start = [word for word in self._candidates if word[0] == typed[0]]
        close = get_close_matches(typed, same_start, n=5, cutoff=MIN_SIMILARITY)
        close += get_close_matches(typed, self._candidates, n=1, cutoff=MIN_SIMILARITY_OTHER_START)
        # Of equally similar words prefer the one on more pages: “sleep” before “slept”.
        return max(close, key=lambda word: (similarity(typed, word), self.pages[word]), default="")


#: Columns of Wagtail's search index with the original text.
_end = "_text" if connection.vendor == "postgresql" else ""
INDEXED_TITLE, INDEXED_BODY = f"index_entries__title{_end}", f"index_entries__body{_end}"


class IndexedText(NamedTuple):
    """The text of a page in Wagtail's search index: its title, and all other text."""

    pk: int
    title: str
    body: str


def indexed_texts(pages: PageQuerySet) -> list[IndexedText]:
    """Return the indexed text of these pages, in the order of the page tree."""
    rows = pages.order_by("path").values_list("pk", INDEXED_TITLE, INDEXED_BODY)
    return [IndexedText(pk, title or "", body or "") for pk, title, body in rows]


#: The last vocabulary and the version of its pages; replaced in one assignment, for threads.
_latest: tuple[object, Vocabulary] = (None, Vocabulary(()))


def vocabulary(pages: PageQuerySet) -> Vocabulary:
    """Return the vocabulary of these pages, read again when one is published or removed."""
    global _latest
    version = pages.order_by().aggregate(
        Count("pk"), Sum("pk"), Max("last_published_at"), length=Sum(Length(INDEXED_BODY))
    )
    cached_version, cached = _latest
    if cached_version != version:
        cached = Vocabulary(f"{page.title} {page.body}" for page in indexed_texts(pages))
        _latest = (version, cached)
    return cached
