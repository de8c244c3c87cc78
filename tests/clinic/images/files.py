"""Files as people and attackers have them, made when they are needed."""

import io
import struct
import zlib

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth=8, colour=2, rows=None):
    """A PNG written by hand: as large as it says, in a few kilobytes."""
    channels = {0: 1, 2: 3, 6: 4}[colour]
    packer = zlib.compressobj(1)
    row = b"\0" + b"\x55" * (width * channels * depth // 8)
    body = b"".join(packer.compress(row) for _ in range(height if rows is None else rows))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    end = _chunk(b"IDAT", body + packer.flush()) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + end


def bomb_gif():
    """65,000 x 65,000 in a few bytes."""
    side = struct.pack("<HH", 65000, 65000)
    return b"GIF89a" + side + b"\0\0\0," + bytes(4) + side + b"\0\x02\x02L\x01\0;"


def bomb_webp():
    """A header that says 16,384 x 16,384."""
    head = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\0" * 2
    return b"RIFF" + struct.pack("<I", 4 + len(head)) + b"WEBP" + head


def encoded(kind, mode="RGB", size=(640, 480), colour=None, **options):
    out = io.BytesIO()
    Image.new(mode, size, colour or 0).save(out, kind, **options)
    return out.getvalue()


def turned_jpeg():
    """A phone's photograph: lies on its side and says so, and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at home"
    return encoded("JPEG", colour="red", exif=exif)


#: Name of the file and its bytes: taken.
TAKEN = {
    "grey of 16 bits": ("scan.png", lambda: png(300, 200, 16, 0)),
    "one pixel wide": ("line.png", lambda: png(1, 40000)),
    "one pixel high": ("line.png", lambda: png(40000, 1)),
    "colours of 16 bits": ("scan.png", lambda: png(300, 200, 16, 2)),
    "palette": ("drawing.png", lambda: encoded("PNG", "P")),
    "palette, clear": ("drawing.png", lambda: encoded("PNG", "P", transparency=0)),
    "black and white": ("fax.png", lambda: encoded("PNG", "1")),
    "grey and clear": ("drawing.png", lambda: encoded("PNG", "LA")),
    "print colours": ("print.jpg", lambda: encoded("JPEG", "CMYK")),
    "iPhone": ("IMG_0001.HEIC", lambda: encoded("HEIF", colour="red")),
    "iPhone, named .jpg": ("IMG_0001.jpg", lambda: encoded("HEIF", colour="red")),
    "iPhone, named .heif": ("IMG_0001.heif", lambda: encoded("HEIF", colour="red")),
    "turned": ("photo.jpg", turned_jpeg),
    "avif": ("photo.avif", lambda: encoded("AVIF")),
    "webp": ("photo.webp", lambda: encoded("WEBP")),
    "gif": ("drawing.gif", lambda: encoded("GIF", "P")),
    "24 megapixels": ("photo.jpg", lambda: encoded("JPEG", size=(6000, 4000))),
}
PIXELS, UNREADABLE = "million pixels", "cannot be read as a picture"
#: Name of the file, its bytes, and words of the sentence: refused.
REFUSED = {
    "60000 x 60000": ("large.png", lambda: png(60000, 60000, rows=1), PIXELS),
    "178 million pixels": ("large.png", lambda: png(16000, 11125, 8, 0, rows=9), PIXELS),
    "just over": ("large.png", lambda: png(8000, 5001, 8, 0, rows=9), PIXELS),
    "GIF of 35 bytes": ("large.gif", bomb_gif, PIXELS),
    "WebP header": ("large.webp", bomb_webp, PIXELS),
    "half a JPEG": ("cut.jpg", lambda: encoded("JPEG", size=(900, 900))[:3000], UNREADABLE),
    "half a PNG": ("cut.png", lambda: png(900, 900)[:2000], UNREADABLE),
    "half a HEIC": ("cut.heic", lambda: encoded("HEIF")[:400], UNREADABLE),
    "words": ("letter.jpg", lambda: b"Dear all, " * 50, UNREADABLE),
    "a page": ("page.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", UNREADABLE),
    "a Word file": ("letter.png", lambda: b"PK\x03\x04" + bytes(500), UNREADABLE),
}
