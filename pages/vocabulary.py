"""The words of published pages: for other forms of a typed word, and for its spelling.

Neither database engine knows that “prices” is “price” here and “depresion” nothing.
The words of the pages themselves do, alike on both, and never say a word that only
a draft or a private page holds.
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

from pages.everyday_words import SAME_MEANING, SAYS_NOTHING

#: Shorter words have too many neighbours to guess at.
SHORTEST_GUESS = 4
SHORTEST_START = 3
#: How alike two words are, as difflib counts: one slip in seven letters is 0.85.
ALIKE = 0.78
ALMOST_SAME = 0.9
MAX_FORMS = 12
MAX_REMEMBERED = 1_000  # guesses of one vocabulary

#: How much a word says for another one in its place: itself, its beginning, its meaning.
ITSELF, BEGINNING, MEANING = 1.0, 0.6, 0.5

_WORD = re.compile(r"([^\W_]+)(['’][^\W_]+)?")


class _OfThread(threading.local):
    """A stemmer works on one word at a time; shared, threads would spoil each other's."""

    def __init__(self) -> None:
        self.stemmer = snowballstemmer.stemmer("english")


_of_thread = _OfThread()


def words(text: str) -> list[str]:
    """The words of a text in order, small, without what follows an apostrophe."""
    return [match[1].casefold() for match in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part that “price”, “prices” and “pricing” share (Porter's English stemmer)."""
    return _of_thread.stemmer.stemWord(word)  # type: ignore[no-any-return]


def alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1, to one decimal."""
    return round(SequenceMatcher(None, one, other).ratio(), 1)


_SAME_MEANING: dict[str, set[str]] = defaultdict(set)
for _group in SAME_MEANING:
    for _word in _group:
        _SAME_MEANING[stem(_word)].update(stem(other) for other in _group)


class Vocabulary:
    """The words of some pages, each with the number of pages that hold it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.pages: Counter[str] = Counter()
        for text in texts:
            self.pages.update(set(words(text)))
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.pages):
            self._by_stem[stem(word)].append(word)
        known = {*self.pages, *self._everyday()}
        self._guessable = sorted(word for word in known if len(word) >= SHORTEST_GUESS)
        self._guesses: dict[str, str] = {}

    def _everyday(self) -> Iterable[str]:
        """Everyday words that no page may hold and that lead to one all the same."""
        for group in SAME_MEANING:
            if any(stem(word) in self._by_stem for word in group):
                yield from group

    def forms(self, typed: str, *, unfinished: bool = False) -> dict[str, float]:
        """Words of the pages that answer to a typed one, with how much each says for it.

        `unfinished`: words that begin with it answer too.
        """
        found = {typed: ITSELF} if typed in self.pages else {}
        found |= dict.fromkeys(self._by_stem.get(stem(typed), ()), ITSELF)
        for other in sorted(_SAME_MEANING.get(stem(typed), ())):
            for word in self._by_stem.get(other, ()):
                found.setdefault(word, MEANING)
        if unfinished and len(typed) >= SHORTEST_START:
            longer = (word for word in self.pages if word.startswith(typed))
            for word in sorted(longer, key=len)[:MAX_FORMS]:
                found.setdefault(word, BEGINNING)
        return found

    def guess(self, typed: str) -> str:
        """The word that finds pages and is most like a mistyped one; "" if known or like none."""
        if len(typed) < SHORTEST_GUESS or typed in SAYS_NOTHING or stem(typed) in _SAME_MEANING:
            return ""
        if self.forms(typed, unfinished=True):
            return ""
        guess = self._guesses.get(typed)
        if guess is None:  # never asked for by its key afterwards: another thread may clear
            guess = self._guess(typed)
            if len(self._guesses) >= MAX_REMEMBERED:
                self._guesses.clear()
            self._guesses[typed] = guess
        return guess

    def _guess(self, typed: str) -> str:
        """Looks at every word: some hundredths of a second."""
        # Slips rarely touch the first letter: “lonely” is not “only”.
        same_start = [word for word in self._guessable if word[0] == typed[0]]
        close = get_close_matches(typed, same_start, n=5, cutoff=ALIKE)
        close += get_close_matches(typed, self._guessable, n=1, cutoff=ALMOST_SAME)
        # Of words equally alike the one that more pages hold: “sleep” before “slept”.
        return max(close, key=lambda word: (alike(typed, word), self.pages[word]), default="")


#: Where Wagtail's index keeps the words as they were written.
_end = "_text" if connection.vendor == "postgresql" else ""
INDEXED_TITLE, INDEXED_BODY = f"index_entries__title{_end}", f"index_entries__body{_end}"


class Indexed(NamedTuple):
    """A page as Wagtail's search index holds it: its title, and all its other words."""

    pk: int
    title: str
    body: str


def indexed(pages: PageQuerySet) -> list[Indexed]:
    """The words of these pages, in the order of the page tree."""
    rows = pages.order_by("path").values_list("pk", INDEXED_TITLE, INDEXED_BODY)
    return [Indexed(pk, title or "", body or "") for pk, title, body in rows]


#: The last vocabulary with the facts it was made from; replaced as a whole, for threads.
_latest: tuple[object, Vocabulary] = (None, Vocabulary(()))


def vocabulary(pages: PageQuerySet) -> Vocabulary:
    """The words of these pages; read again once a page was published, hidden or removed."""
    global _latest
    facts = pages.order_by().aggregate(
        Count("pk"), Sum("pk"), Max("last_published_at"), length=Sum(Length(INDEXED_BODY))
    )
    known, read = _latest
    if known != facts:
        read = Vocabulary(f"{page.title} {page.body}" for page in indexed(pages))
        _latest = (facts, read)
    return read
