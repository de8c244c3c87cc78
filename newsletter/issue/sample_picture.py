"""Draw the picture of the sample issue, which therefore needs no licence."""

import io

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

TITLE = "Sample: moon over hills"
ALT = "A pale moon over dark hills, and one lit window."
SIZE = (1200, 560)
#: Drawn larger by this factor and reduced, for smooth edges.
SCALE = 2
HILLS = (("#2a5754", 330, 90, 700), ("#1e4441", 400, 70, 520), ("#142f2d", 470, 60, 900))


def get_or_create() -> AbstractImage:
    """Return the picture from the library, created if it is not there."""
    model = get_image_model()
    existing = model.objects.filter(title=TITLE).first()
    return existing or model.objects.create(title=TITLE, file=draw_picture())


def draw_picture() -> ImageFile:
    width, height = (SCALE * side for side in SIZE)
    canvas = Image.new("RGB", (width, height), "#0f2428")
    draw = ImageDraw.Draw(canvas)
    for x, y, size in ((120, 90, 3), (330, 60, 2), (520, 150, 3), (690, 70, 2), (1060, 120, 3)):
        _disc(draw, x, y, size, "#dfe9dc")
    _disc(draw, 880, 150, 64, "#f3ead0")
    for colour, top, rise, length in HILLS:
        _hill(draw, colour, top, rise, length)
    draw.rectangle([SCALE * n for n in (300, 420, 318, 444)], fill="#f0c987")
    file = io.BytesIO()
    canvas.resize(SIZE, Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return ImageFile(file, name="sample-moon-over-hills.png")


def _disc(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int, colour: str) -> None:
    box = [SCALE * n for n in (x - radius, y - radius, x + radius, y + radius)]
    draw.ellipse(box, fill=colour)


def _hill(draw: ImageDraw.ImageDraw, colour: str, top: int, rise: int, length: int) -> None:
    """A row of parabolas `length` wide and `rise` high, down to the lower edge."""
    width, height = SIZE
    line = [
        (x, top - rise * (1 - (2 * ((x + top) % length) / length - 1) ** 2))
        for x in range(0, width + 1, 4)
    ]
    corners = [*line, (width, height), (0, height)]
    draw.polygon([(SCALE * x, SCALE * y) for x, y in corners], fill=colour)
