"""The words of a name, as reception looks for them."""

import re
import unicodedata

LONGEST = 60  # characters of `NamePart.part`


def parts_of(*names: str) -> set[str]:
    """Each word in small letters without accents; "O'Brien-Smith" by its pieces and as one."""
    found = set()
    for word in " ".join(names).split():
        pieces = re.split(r"[\W_]+", plain(word))
        found |= {*pieces, "".join(pieces)}
    return {part[:LONGEST] for part in found if part}


def plain(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
