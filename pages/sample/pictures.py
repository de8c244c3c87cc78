"""Two drawn images: they show no person and have no other copyright owner."""

import io
from collections.abc import Callable

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

#: Pixels. Wide enough for the reading column on a dense screen.
WIDTH, HEIGHT = 1312, 656
#: Images are drawn larger and scaled down, for smooth edges.
SCALE = 2

PAPER, FRAME, SAND = "#f1eadc", "#fffaf0", "#e2d3b8"
TINT, BRAND, DEEP, CLAY = "#dbe8df", "#5f948a", "#0f5a55", "#b9683f"


class Board:
    """A canvas whose units are pixels of the final image."""

    def __init__(self) -> None:
        self.canvas = Canvas.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self._draw = ImageDraw.Draw(self.canvas)

    def box(self, x1: int, y1: int, x2: int, y2: int, colour: str, radius: int = 0) -> None:
        edges = (x1 * SCALE, y1 * SCALE, x2 * SCALE, y2 * SCALE)
        self._draw.rounded_rectangle(edges, radius * SCALE, fill=colour)

    def disc(self, x1: int, y1: int, x2: int, y2: int, colour: str) -> None:
        self._draw.ellipse((x1 * SCALE, y1 * SCALE, x2 * SCALE, y2 * SCALE), fill=colour)


def hills(board: Board) -> None:
    """Draw three ranges of hills under a pale sun."""
    board.box(0, 0, WIDTH, HEIGHT, TINT)
    board.disc(760, 110, 844, 194, "#f6e3c6")
    board.disc(-300, 250, 900, 1050, "#b5cfc3")
    board.disc(500, 280, 1700, 1150, "#8fb5a8")
    board.disc(-500, 330, 1100, 1500, BRAND)


def room(board: Board) -> None:
    """Draw a room with two armchairs facing each other, and hills outside the window."""
    hills(board)
    # The wall covers the hills except for the window.
    for edges in ((0, 0, WIDTH, 70), (0, 400, WIDTH, HEIGHT), (0, 0, 420, HEIGHT)):
        board.box(*edges, PAPER)
    board.box(892, 0, WIDTH, HEIGHT, PAPER)
    board.box(0, 560, WIDTH, HEIGHT, SAND)
    for edges in ((406, 58, 906, 76), (406, 394, 906, 412), (406, 58, 424, 412)):
        board.box(*edges, FRAME, 4)
    board.box(888, 58, 906, 412, FRAME, 4)
    board.box(649, 70, 663, 400, FRAME)
    armchair(board, 200, DEEP, faces_right=True)
    armchair(board, 852, CLAY, faces_right=False)


def armchair(board: Board, left: int, colour: str, *, faces_right: bool) -> None:
    """Draw an armchair, 260 px wide."""
    for x1, y1, x2, y2, radius in (
        (0, 300, 80, 600, 36),  # back
        (30, 500, 250, 600, 24),  # seat
        (60, 440, 230, 484, 20),  # arm
        (40, 590, 56, 628, 4),  # legs
        (214, 590, 230, 628, 4),
    ):
        if faces_right:
            board.box(left + x1, y1, left + x2, y2, colour, radius)
        else:
            board.box(left + 260 - x2, y1, left + 260 - x1, y2, colour, radius)


PICTURES: dict[str, Callable[[Board], None]] = {"hills": hills, "room": room}
TITLES = {"hills": "Sample: hills", "room": "Sample: two armchairs by a window"}


def stored(name: str) -> AbstractImage:
    """Return the image of this name in the library, creating it if needed."""
    model = get_image_model()
    existing = model.objects.filter(title=TITLES[name]).first()
    return existing or model.objects.create(title=TITLES[name], file=drawn(name))


def drawn(name: str) -> ImageFile:
    board = Board()
    PICTURES[name](board)
    file = io.BytesIO()
    board.canvas.reduce(SCALE).save(file, "PNG")
    return ImageFile(file, name=f"sample-{name}.png")
