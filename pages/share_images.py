"""The picture that stands beside a link to a page where somebody shares it.

An editor's choice, or the page's title on our paper, drawn once and kept.
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

#: What the large sites ask for: 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
MARGIN = 90
#: Tried from large to small, until the title stands in so many lines.
SIZES = (92, 76, 62, 52)
MAX_LINES = 4
PAPER, TINT, INK, SOFT, BRAND = (
    brand.LIGHT[token] for token in ("paper", "tint", "ink", "soft", "brand")
)
#: A new drawing needs a new number: addresses of old ones are kept by others for ever.
DESIGN = 1
#: Source Serif 4, Latin, semibold: SIL Open Font License, beside it.
FONT = Path(__file__).parent / "fonts" / "source-serif-4-latin-600.woff2"


class Picture(NamedTuple):
    """What the head of a page says about its picture; the address is a path of this site."""

    path: str
    width: int
    height: int
    alt: str


def picture(page: Any, clinic_name: str) -> Picture:
    """The picture an editor chose for this page, or the one with its title."""
    if chosen := getattr(page, "share_image", None):
        shown = chosen.get_rendition(f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-80")
        if not renditions.is_missing(shown):
            return Picture(shown.url, shown.width, shown.height, chosen.default_alt_text)
    title = title_of(page)
    path = reverse("pages:share-image", args=[page.pk, digest(title, clinic_name)])
    return Picture(path, WIDTH, HEIGHT, f"{title} – {clinic_name}")


def title_of(page: Any) -> str:
    """The title for search engines, the large words of the home page, or the title."""
    return page.seo_title or getattr(page, "heading", "") or page.title


def digest(title: str, clinic_name: str) -> str:
    """Changes with every word of the picture, so that it may be kept for ever."""
    return hashlib.sha256(f"{DESIGN}\0{title}\0{clinic_name}".encode()).hexdigest()[:16]


def drawing(title: str, clinic_name: str) -> bytes:
    """The PNG with this title; drawn the first time, read from the disk afterwards."""
    folder = Path(settings.MEDIA_ROOT) / "share"
    path = folder / f"{digest(title, clinic_name)}.png"
    if path.is_file():
        return path.read_bytes()
    content = draw(title, clinic_name)
    try:
        _keep(content, path)
    except OSError as error:
        # A full disk costs the next one a drawing, and nobody a picture.
        logger.warning("share picture: %s", type(error).__name__)
    return content


def _keep(content: bytes, path: Path) -> None:
    """Whole and then renamed: another worker never reads half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def draw(title: str, clinic_name: str) -> bytes:
    """A PNG of the title in ink on paper, the practice's name and rings below it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, HEIGHT - 150, WIDTH, HEIGHT), fill=TINT)
    for left in (MARGIN, MARGIN + 30):
        pen.ellipse((left, HEIGHT - 103, left + 56, HEIGHT - 47), outline=BRAND, width=7)
    name = _lines(clinic_name, font(40), WIDTH - 2 * MARGIN - 130)[0]
    pen.text((MARGIN + 115, HEIGHT - 75), name, font=font(40), fill=SOFT, anchor="lm")
    size, lines = _fitted(title)
    top = (HEIGHT - 150 - len(lines) * size * 1.18) / 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * 1.18), line, font=font(size), fill=INK)
    out = BytesIO()
    image.quantize(48, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(title: str) -> tuple[int, list[str]]:
    for size in SIZES:
        lines = _lines(title, font(size), WIDTH - 2 * MARGIN)
        if len(lines) <= MAX_LINES:
            return size, lines
    last = lines[MAX_LINES - 1].rpartition(" ")[0]
    return size, [*lines[: MAX_LINES - 1], last + " …"]


def _lines(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The text in lines no wider than so many pixels; a word that is wider is cut."""
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
    """The text in letters that the font has: others without their accents, or left out."""
    known = "".join(
        c if c in LETTERS else unicodedata.normalize("NFKD", c) for c in " ".join(text.split())
    )
    return "".join(c for c in known if c in LETTERS)


#: Western European letters and the marks of English typesetting.
LETTERS = frozenset(
    [chr(code) for code in range(0x20, 0x7F)]
    + [chr(code) for code in range(0xA1, 0x100) if code != 0xAD]
    + list("‘’“”–—…•€œŒ")
)


@lru_cache(maxsize=8)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
