"""A staff page that shows each component and block template with sample data.

A test fails for a template of `templates/components/` or `templates/pages/blocks/` that has
no sample here.
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
from pages.models.base import PageSection
from pages.navigation import surroundings

SOURCE = blocks.SourceBlock()
#: The blocks to show; the image block needs an image of the library, see `_picture`.
BLOCKS = [
    *blocks.FreeText().child_blocks.values(),
    SOURCE,
    blocks.ShortLineBlock(),
    blocks.LeadWordsItem(),
    blocks.FeeBlock(),
]
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
LEAD = "One or two sentences under the heading. They say what the reader gets here."


class ColourSample(NamedTuple):
    """A colour of `tokens.css` and its contrast with the colour `paper` (WCAG 2.2, 1 to 21)."""

    name: str
    colour: str
    contrast: float


def colour_samples() -> dict[str, list[ColourSample]]:
    """Return the colours of `tokens.css` for the light and the dark scheme."""
    css = (styles.FOLDER / "tokens.css").read_text()
    schemes = zip(("light", "dark"), css.split("prefers-color-scheme: dark"), strict=True)
    by_scheme = {scheme: dict(COLOUR.findall(text)) for scheme, text in schemes}
    return {
        scheme: [
            ColourSample(n, c, contrast_ratio(c, colours["paper"])) for n, c in colours.items()
        ]
        for scheme, colours in by_scheme.items()
    }


def _sample_page(home: Page) -> SimpleNamespace:
    """Return an object with the attributes of a page that components use.

    Links lead to `home`: it is the one page that surely has a URL.
    """
    text = blocks.FreeText(required=False)
    return SimpleNamespace(
        title="A sample page",
        lead=LEAD,
        trail=[home],
        related=[home, home],
        sections=[PageSection(f"part-{n}", f"Part {n}") for n in (1, 2, 3)],
        body=text.to_python([{"type": "paragraph", "value": f"<p>{LEAD}</p>"}]),
        sources=[SOURCE.bind(SOURCE.get_preview_value())],
        reviewed_on=datetime.date(2026, 11, 23),
    )


def _picture() -> Any:
    """Return any image of the library, or None: then the block is empty."""
    return get_image_model().objects.first()


def component_samples(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Return the context of each template of `templates/components/`."""
    home = Site.find_for_request(request).root_page.specific
    page = _sample_page(home)
    shared = {"site": surroundings(request), "page": page}
    pages = {"pages": page.related, "level": "h3"}
    lines = {"lines": CRISIS_LINES}
    section = {"section": PageSection("a-part", "A part of a page", page.body)}
    own = {"cards": pages, "page_links": pages, "part": section}
    own |= dict.fromkeys(("crisis_lines", "crisis_now", "crisis_strip"), lines)
    own["about_page"] = {"page": home}
    names = (
        "about_page body breadcrumbs cards crisis_lines crisis_now crisis_strip doors footer header"
        " leave logo menu on_this_page page_head page_links part phone_us related reviewed"
        " side sources start_here"
    )
    return {f"components/{name}.html": shared | own.get(name, {}) for name in names.split()}


def block_samples() -> dict[str, Any]:
    """Return the HTML of each block with its preview value, by template name."""
    samples = {b.meta.template: b.render(b.get_preview_value()) for b in BLOCKS if b.is_previewable}
    samples["pages/blocks/image.html"] = render_to_string(
        "pages/blocks/image.html", {"value": _picture()}
    )
    samples["pages/blocks/image_preview.html"] = ""
    return samples


def show(request: HttpRequest) -> HttpResponse:
    """Show the page. `wagtail_hooks` registers it as an admin view."""
    rendered = {
        name: render_to_string(name, sample, request)
        for name, sample in component_samples(request).items()
    }
    # Metadata of the head is invisible, so it is shown as text.
    head = rendered.pop("components/about_page.html")
    context = {
        "components": _mark_safe_values(rendered),
        "blocks": _mark_safe_values(block_samples()),
        "head": head.strip(),
        "schemes": colour_samples(),
    }
    return render(request, "pages/editing/components.html", context)


def _mark_safe_values(rendered: Mapping[str, str]) -> dict[str, SafeString]:
    """Mark rendered templates as safe; their sample data is constant."""
    return {name: mark_safe(html) for name, html in rendered.items()}  # noqa: S308
