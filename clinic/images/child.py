"""The process that decodes images: without Django, with limited memory and time.

Standard input: a line of JSON (the job) and the bytes of the image. Standard output: a line of
JSON and the bytes of the result. Uploaded images are untrusted: nine kilobytes may decode to
60,000 pixels a side, the file may be truncated, or its mode unknown to the encoder.
"""

import json
import struct
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_MEMORY = 512 * 1024 * 1024
MAX_SECONDS = 30
MAX_PIXELS = 40_000_000
#: For stored images, which were accepted before the limit was lowered.
MAX_STORED_PIXELS = 50_000_000
#: Pixels; uploads are reduced to this, which is more than any page shows on a dense screen.
MAX_SIDE = 4000
#: A PNG larger than this is treated as a photograph.
MAX_PNG_BYTES = 6 * 1024 * 1024
FORMATS: tuple[str, ...] = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
DRAWING_FORMATS = ("PNG", "GIF")
ORIENTATION = 0x0112  # EXIF 2.32, 4.6.5.1.6


class RefusedError(Exception):
    """The picture is refused; has the reason in one word, and how many pixels it has."""

    def __init__(self, why: str, pixels: int = 0) -> None:
        super().__init__(why)
        self.why, self.pixels = why, pixels


def limit_resources() -> None:
    """Limit memory and CPU time; if the system cannot, only the parent's timeout applies."""
    import resource

    for resource_id, maximum in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
    ):
        try:
            resource.setrlimit(resource_id, (maximum, maximum))
        except (OSError, ValueError):
            continue


def open_picture(data: bytes, most: int) -> "Image":
    """Return the image after checking the size in its header; nothing is decoded yet."""
    from PIL import AvifImagePlugin, Image, WebPImagePlugin  # noqa: F401  (registers itself)

    # Each thread of a decoder would reserve memory of its own.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    formats = FORMATS
    if data[4:8] == b"ftyp":  # ISO/IEC 14496-12; imported only if needed, because it is slow
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
        formats = (*FORMATS, "HEIF")
    Image.MAX_IMAGE_PIXELS = None  # `check_size` has a smaller limit
    if size := webp_size(data):
        check_size(size, most)  # Pillow allocates the whole canvas when it opens a WebP
    image = Image.open(BytesIO(data), formats=formats)
    check_size(image.size, most)
    return image


def check_size(size: tuple[int, int], most: int) -> None:
    pixels = size[0] * size[1]
    if pixels > most:
        raise RefusedError("pixels", pixels)


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return the size in a WebP header (RFC 9649, 2.5 to 2.7), None for other formats."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if data[12:16] == b"VP8X":
        wide, high = (int.from_bytes(data[n : n + 3], "little") for n in (24, 27))
        return wide + 1, high + 1
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack("<HH", data[26:30])
    return wide & 0x3FFF, high & 0x3FFF


def load_normalised(image: "Image", most: int | None = None) -> "Image":
    """Return the first frame as RGB or RGBA in sRGB, with EXIF orientation applied.

    `most` limits both sides.
    """
    from PIL import Image, ImageOps

    if most:
        image.draft(None, (most, most))  # JPEG can be decoded at a reduced size
    image.load()
    orientation, profile = image.getexif().get(ORIENTATION), image.info.get("icc_profile")
    image = _eight_bits(image)
    if most:
        image.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if orientation and orientation != 1:
        image = ImageOps.exif_transpose(image)
    return _in_srgb(image, profile)


def _eight_bits(image: "Image") -> "Image":
    """Convert to a mode with eight bits per channel."""
    if image.mode.startswith(("I", "F")):
        # 16-bit greyscale of scanners and microscopes; Pillow would clip values above 255.
        image = image.convert("I")
        highest = max(65535, int(image.getextrema()[1]))  # type: ignore[arg-type]
        return image.point(lambda value: value * (255 / highest)).convert("L")
    if image.mode in ("RGBA", "RGB", "L", "CMYK") and "transparency" not in image.info:
        return image  # no copy, which would need as much memory again
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: "Image", profile: bytes | None) -> "Image":
    from PIL import ImageCms

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, srgb, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # with an invalid profile, colours may be off
    image = image if image.mode == mode else image.convert(mode)
    if mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info = {}  # metadata such as place and time is not stored
    return image


def convert(data: bytes, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Convert an upload to the stored form: one frame, upright, eight bits, JPEG or PNG."""
    opened = open_picture(data, MAX_PIXELS)
    drawing = opened.format in DRAWING_FORMATS
    image = load_normalised(opened, MAX_SIDE)
    output, kind = b"", "jpeg"
    if drawing or image.mode == "RGBA":
        output, kind = encode(image, "png", {"optimize": True}), "png"
    if image.mode == "RGB" and (not output or len(output) > MAX_PNG_BYTES):
        output, kind = encode(image, "jpeg", {"quality": 90, "optimize": True}), "jpeg"
    return {"kind": kind, "size": image.size}, output


def render(data: bytes, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Make one rendition of a stored image. `plans`: crop box and size by the image's size."""
    from PIL import Image

    image = load_normalised(open_picture(data, MAX_STORED_PIXELS))
    plan = job["plans"].get(f"{image.width}x{image.height}")
    if plan is None:
        raise RefusedError("size")
    box = tuple(plan["box"])
    if box != (0, 0, *image.size):
        image = image.crop(box)
    if tuple(plan["size"]) != image.size:
        image = image.resize(tuple(plan["size"]), Image.Resampling.LANCZOS)
    colour = job["ground"] or ([255, 255, 255] if job["kind"] == "jpeg" else None)
    if colour and image.mode == "RGBA":
        background = Image.new("RGB", image.size, tuple(colour))
        background.paste(image, mask=image.getchannel("A"))
        image = background
    return {}, encode(image, job["kind"], job["options"])


def encode(image: "Image", kind: str, options: dict[str, Any]) -> bytes:
    out = BytesIO()
    image.save(out, kind.upper(), **options)
    return out.getvalue()


ACTIONS = {"convert": convert, "render": render}


def run_job(message: bytes) -> bytes:
    """Run one job and return the output; errors are returned as JSON."""
    line, _, data = message.partition(b"\n")
    job, output = json.loads(line), b""
    try:
        result, output = ACTIONS[job["act"]](data, job)
    except RefusedError as refused:
        result = {"why": refused.why, "pixels": refused.pixels}
    except MemoryError:
        result = {"why": "work"}
    except Exception as error:
        result = {"why": "unreadable", "error": type(error).__name__}
    return json.dumps(result).encode() + b"\n" + output


def main() -> None:
    limit_resources()
    sys.stdout.buffer.write(run_job(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
