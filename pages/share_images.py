"""The image that other sites show beside a shared link to a page.

It is the image that an editor selected, or a drawing of the page's title, stored on disk.
"""

import hashlib
import logging
import unicodedata
import uuid
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from clinic import brand
from clinic.images import renditions

logger = logging.getLogger(__name__)

#: Pixels. Large social networks recommend the ratio 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
MARGIN = 90
#: Font sizes, tried from large to small until the title fits into `MAX_LINES` lines.
SIZES = (92, 76, 62, 52)
MAX_LINES = 4
PAPER, TINT, INK, SOFT, BRAND = (
    brand.LIGHT[token] for token in ("paper", "tint", "ink", "soft", "brand")
)
#: Increase this when the drawing changes: other sites cache the old URL for ever.
DESIGN = 1
#: Source Serif 4, Latin, semibold: SIL Open Font License, beside it.
FONT = Path(__file__).parent / "fonts" / "source-serif-4-latin-600.woff2"


class Picture(NamedTuple):
    """Data for the meta tags of a page; `path` is a path of this site."""

    path: str
    width: int
    height: int
    alt: str


def picture(page: Any, clinic_name: str) -> Picture:
    """Return the image that an editor selected for this page, or the drawing of its title."""
    if selected := getattr(page, "share_image", None):
        rendition = selected.get_rendition(f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-80")
        if not renditions.is_missing(rendition):
            return Picture(
                rendition.url, rendition.width, rendition.height, selected.default_alt_text
            )
    title = title_of(page)
    path = reverse("pages:share-image", args=[page.pk, digest(title, clinic_name)])
    return Picture(path, WIDTH, HEIGHT, f"{title} – {clinic_name}")


def title_of(page: Any) -> str:
    """Return the title for search engines, the heading of the home page, or the title."""
    return page.seo_title or getattr(page, "heading", "") or page.title


def digest(title: str, clinic_name: str) -> str:
    """Return a digest that changes with the image, so that a URL can be cached for ever."""
    return hashlib.sha256(f"{DESIGN}\0{title}\0{clinic_name}".encode()).hexdigest()[:16]


def drawing(title: str, clinic_name: str) -> bytes:
    """Return the PNG with this title; it is drawn once and then read from disk."""
    folder = Path(settings.MEDIA_ROOT) / "share"
    path = folder / f"{digest(title, clinic_name)}.png"
    if path.is_file():
        return path.read_bytes()
    content = draw(title, clinic_name)
    try:
        _store(content, path)
    except OSError as error:
        # If storing fails, for example on a full disk, the image is drawn again next time.
        logger.warning("share picture: %s", type(error).__name__)
    return content


def _store(content: bytes, path: Path) -> None:
    """Write a temporary file and rename it, so that no process reads an incomplete image."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def draw(title: str, clinic_name: str) -> bytes:
    """Return a PNG with the title, and the practice's name and logo below it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, HEIGHT - 150, WIDTH, HEIGHT), fill=TINT)
    for left in (MARGIN, MARGIN + 30):
        pen.ellipse((left, HEIGHT - 103, left + 56, HEIGHT - 47), outline=BRAND, width=7)
    name = _lines(clinic_name, font(40), WIDTH - 2 * MARGIN - 130)[0]
    pen.text((MARGIN + 115, HEIGHT - 75), name, font=font(40), fill=SOFT, anchor="lm")
    size, lines = _fit(title)
    top = (HEIGHT - 150 - len(lines) * size * 1.18) / 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * 1.18), line, font=font(size), fill=INK)
    out = BytesIO()
    image.quantize(48, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fit(title: str) -> tuple[int, list[str]]:
    """Return the font size and lines of a title; a title that is too long is cut."""
    for size in SIZES:
        lines = _lines(title, font(size), WIDTH - 2 * MARGIN)
        if len(lines) <= MAX_LINES:
            return size, lines
    last = lines[MAX_LINES - 1].rpartition(" ")[0]
    return size, [*lines[: MAX_LINES - 1], last + " …"]


def _lines(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break the text into lines of at most `width` pixels; a longer word is cut."""
    lines = [""]
    for word in drawable(text).split():
        line = f"{lines[-1]} {word}".strip()
        if face.getlength(line) <= width:
            lines[-1] = line
            continue
        while face.getlength(word) > width:
            word = word[:-1]
        lines.append(word)
    return lines if lines[0] else lines[1:] or [""]


def drawable(text: str) -> str:
    """Return the text without characters that the font lacks; accents are removed if possible."""
    decomposed = "".join(
        c if c in LETTERS else unicodedata.normalize("NFKD", c) for c in " ".join(text.split())
    )
    return "".join(c for c in decomposed if c in LETTERS)


#: Characters of the font: Western European letters and English punctuation.
LETTERS = frozenset(
    [chr(code) for code in range(0x20, 0x7F)]
    + [chr(code) for code in range(0xA1, 0x100) if code != 0xAD]
    + list("‘’“”–—…•€œŒ")
)


@lru_cache(maxsize=8)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
