"""Short names for blocks, so that sample pages read like pages."""

import json
import uuid
from typing import Any

Block = dict[str, Any]


def stream(*blocks: Block) -> str:
    """Blocks as a StreamField takes them."""
    return json.dumps([{"id": str(uuid.uuid4())} | block for block in blocks])


def of_type(kind: str, *values: Any) -> str:
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


def source(text: str, url: str = "") -> dict[str, str]:
    return {"text": text, "url": url}


def _item(value: Any) -> Block:
    return {"id": str(uuid.uuid4()), "type": "item", "value": value}
