"""Search over what any reader may open."""

from wagtail.models import Page

#: Longer questions are cut: nobody types them, and every word costs.
MAX_LENGTH = 200
MAX_RESULTS = 30


def readable(query: str) -> str:
    """The words of a query: no control characters, one space between words, a fair length."""
    printable = "".join(c if c.isprintable() else " " for c in query[: MAX_LENGTH * 5])
    return " ".join(printable.split())[:MAX_LENGTH].strip()


def find(query: str) -> list[Page]:
    """Live public pages that hold all the words, or failing that any of them; best first."""
    pages = Page.objects.live().public().filter(depth__gt=1)
    for operator in ("and", "or"):
        found = list(pages.specific().search(query, operator=operator)[:MAX_RESULTS])
        if found:
            break
    return found
