"""Short names for blocks, so that sample pages read like pages."""

import uuid
from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A picture by its name in `pictures`; the loader puts the stored image in its place."""

    name: str


def stream(*blocks: Block) -> list[Block]:
    """Blocks as a StreamField stores them."""
    return [{"id": str(uuid.uuid4())} | block for block in blocks]


def of_type(kind: str, *values: Any) -> list[Block]:
    """A stream whose blocks are all of one type."""
    return stream(*({"type": kind, "value": value} for value in values))


def heading(text: str) -> Block:
    return {"type": "heading", "value": text}


def paragraph(html: str) -> Block:
    return {"type": "paragraph", "value": f"<p>{html}</p>"}


def bullets(*items: str) -> Block:
    return {"type": "bullet_list", "value": [_item(text) for text in items]}


def numbered(*items: tuple[str, str]) -> Block:
    return {"type": "numbered_list", "value": [_item(lead_words(*item)) for item in items]}


def lead_words(lead: str, text: str) -> dict[str, str]:
    return {"lead": lead, "text": text}


def question(text: str, *answer: Block) -> dict[str, Any]:
    return {"question": text, "answer": list(answer)}


def notice(title: str, html: str) -> Block:
    return {"type": "notice", "value": {"title": title, "text": f"<p>{html}</p>"}}


def call_to_action(title: str, text: str, button: str) -> Block:
    """A panel whose button leads to the appointments page."""
    value = {"title": title, "text": text, "button": button, "page": None}
    return {"type": "call_to_action", "value": value}


def picture(name: str, alt_text: str) -> Block:
    """Without `alt_text` the picture is decoration."""
    value = {"image": Picture(name), "alt_text": alt_text, "decorative": not alt_text}
    return {"type": "image", "value": value}


def fee(service: str, minutes: int, dollars: str, note: str) -> dict[str, Any]:
    return {"service": service, "minutes": minutes, "fee": dollars, "rebate": None, "note": note}


def source(text: str, url: str = "") -> dict[str, str]:
    return {"text": text, "url": url}


def _item(value: Any) -> Block:
    return {"id": str(uuid.uuid4()), "type": "item", "value": value}
