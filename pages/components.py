"""The living page of components for staff: each real template with sample data.

A template of `templates/components/` or `templates/pages/blocks/` without a sample here
fails a test, so that the page cannot drift from the site.
"""

import datetime
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from clinic import styles
from clinic.contrast import contrast_ratio
from clinic.crisis import CRISIS_LINES
from pages import blocks
from pages.models.base import Part
from pages.navigation import surroundings

SOURCE = blocks.SourceBlock()
#: Blocks by their template; a picture needs one from the library, see `_picture`.
BLOCKS = [
    *blocks.FreeText().child_blocks.values(),
    SOURCE,
    blocks.ShortLineBlock(),
    blocks.LeadWordsItem(),
    blocks.FeeBlock(),
]
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
LEAD = "One or two sentences under the heading. They say what the reader gets here."


class Swatch(NamedTuple):
    """A colour of `tokens.css`, with its contrast on paper (WCAG 2.2, 1 to 21)."""

    name: str
    colour: str
    contrast: float


def swatches() -> dict[str, list[Swatch]]:
    """The colours of both schemes as they stand in `tokens.css`."""
    css = (styles.FOLDER / "tokens.css").read_text()
    schemes = zip(("light", "dark"), css.split("prefers-color-scheme: dark"), strict=True)
    found = {scheme: dict(COLOUR.findall(text)) for scheme, text in schemes}
    return {
        scheme: [Swatch(n, c, contrast_ratio(c, colours["paper"])) for n, c in colours.items()]
        for scheme, colours in found.items()
    }


def _sample_page(home: Page) -> SimpleNamespace:
    """A page that is nowhere in the tree, with all that components show of one.

    Where a component links to pages, it links to `home`: Wagtail gives no other an address.
    """
    text = blocks.FreeText(required=False)
    return SimpleNamespace(
        title="A sample page",
        lead=LEAD,
        trail=[home],
        related=[home, home],
        parts=[Part(f"part-{n}", f"Part {n}") for n in (1, 2, 3)],
        body=text.to_python([{"type": "paragraph", "value": f"<p>{LEAD}</p>"}]),
        sources=[SOURCE.bind(SOURCE.get_preview_value())],
        reviewed_on=datetime.date(2026, 11, 23),
    )


def _picture() -> Any:
    """Any picture of the library; without one the block shows an empty figure."""
    return get_image_model().objects.first()


def component_samples(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What each template of `templates/components/` is shown with."""
    home = Site.find_for_request(request).root_page.specific
    page = _sample_page(home)
    around = {"site": surroundings(request), "page": page}
    pages = {"pages": page.related, "level": "h3"}
    lines = {"lines": CRISIS_LINES}
    part = {"part": Part("a-part", "A part of a page", page.body)}
    own = {"cards": pages, "page_links": pages, "part": part}
    own |= dict.fromkeys(("crisis_lines", "crisis_now", "crisis_strip"), lines)
    own["about_page"] = {"page": home}
    names = (
        "about_page body breadcrumbs cards crisis_lines crisis_now crisis_strip doors footer header"
        " leave logo menu on_this_page page_head page_links part phone_us related reviewed"
        " side sources start_here"
    )
    return {f"components/{name}.html": around | own.get(name, {}) for name in names.split()}


def block_samples() -> dict[str, Any]:
    """Template of each block, and the block drawn with its preview's value."""
    shown = {b.meta.template: b.render(b.get_preview_value()) for b in BLOCKS if b.is_previewable}
    shown["pages/blocks/image.html"] = render_to_string(
        "pages/blocks/image.html", {"value": _picture()}
    )
    shown["pages/blocks/image_preview.html"] = ""
    return shown


def show(request: HttpRequest) -> HttpResponse:
    """The page, for whoever may enter the editors' side (`wagtail_hooks`)."""
    drawn = {
        name: render_to_string(name, sample, request)
        for name, sample in component_samples(request).items()
    }
    # Nothing to see: what stands in the head of a page is shown as text.
    head = drawn.pop("components/about_page.html")
    context = {
        "components": _marked(drawn),
        "blocks": _marked(block_samples()),
        "head": head.strip(),
        "schemes": swatches(),
    }
    return render(request, "pages/editing/components.html", context)


def _marked(drawn: Mapping[str, str]) -> dict[str, SafeString]:
    """Our own templates, drawn with our own samples."""
    return {name: mark_safe(html) for name, html in drawn.items()}  # noqa: S308
