"""Renditions are made in a separate process, and a failure is never an error for readers.

Wagtail makes all renditions in `Filter.run`; pages, mails and choosers call `get_rendition` or
`get_renditions`. This module replaces these methods. A custom image model could override them,
but every image would have to be copied to a new table while the previous version serves.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

import willow
from django.conf import settings
from django.core.cache import cache
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError

from clinic.images.child import RefusedError
from clinic.images.process import run_child

logger = logging.getLogger(__name__)
MISSING = "not-found"
#: Seconds before a rendition that failed is tried again.
RETRY_AFTER = 600
#: Output formats if the template names none (Wagtail's own defaults).
FALLBACK_FORMATS = {"avif": "png", "bmp": "png", "webp": "png", "heic": "jpeg", "gif": "png"}


def install() -> None:
    """Replace the methods by which Wagtail makes and finds renditions; called once at start."""
    Filter.run = run_filter
    AbstractImage.get_rendition = _with_fallback(AbstractImage.get_rendition, _one_missing)
    AbstractImage.get_renditions = _with_fallback(AbstractImage.get_renditions, _all_missing)


def is_missing(rendition: Any) -> bool:
    return bool(rendition.file.name == MISSING)


def missing(image: Any) -> Any:
    """Return the rendition that Wagtail shows if the image's file is missing."""
    rendition = image.get_rendition_model()(image=image, width=0, height=0)
    rendition.file.name = MISSING
    return rendition


def _one_missing(image: Any, spec: Any) -> Any:
    return missing(image)


def _all_missing(image: Any, *specs: Any) -> Any:
    gone = missing(image)
    return {getattr(spec, "spec", spec): gone for spec in specs}


def _with_fallback(make: Callable[..., Any], instead: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def rendered(image: Any, *specs: Any) -> Any:
        try:
            return make(image, *specs)
        except OSError as error:  # a damaged or missing file, or a full disk
            logger.warning("picture %s: no such size, %s", image.pk, type(error).__name__)
            return instead(image, *specs)

    return rendered


class _BackgroundRecorder:
    """Takes the image's place in Wagtail's operations, to record the background colour."""

    colour: Any = None

    def set_background_color_rgb(self, colour: Any) -> "_BackgroundRecorder":
        self.colour = colour
        return self


def run_filter(self: Any, image: Any, output: Any, source: Any = None) -> Any:
    """Replaces `Filter.run`: the same geometry and formats, executed in the child process."""
    data = _read_bytes(image, source)
    failure_key = f"no-size-{hashlib.sha256(self.spec.encode() + data).hexdigest()}"
    if cache.get(failure_key):
        raise SourceImageIOError("not tried again yet")
    env: dict[str, Any] = {}
    ground = _BackgroundRecorder()
    for operation in self.filter_operations:
        operation.run(ground, image, env)
    kind = env.get("output-format") or _fallback_format(data)
    try:
        _, rendered = run_child(
            "render",
            data,
            plans=_plans_for(self, image),
            kind=kind,
            options=_options(kind, env),
            ground=list(ground.colour) if ground.colour else None,
        )
    except RefusedError as refused:
        if refused.why != "busy":
            cache.set(failure_key, True, RETRY_AFTER)
        raise SourceImageIOError(refused.why) from refused
    output.write(rendered)
    output.seek(0)
    return willow.Image.open(output)


def _read_bytes(image: Any, source: Any) -> bytes:
    if source is not None:
        source.seek(0)
        return bytes(source.read())
    with image.open_file() as file:
        file.seek(0)
        return bytes(file.read())


def _fallback_format(data: bytes) -> str:
    try:
        own = willow.Image.open(BytesIO(data)).format_name
    except OSError:
        return "jpeg"
    return FALLBACK_FORMATS.get(own, own)


def _plans_for(of: Any, image: Any) -> dict[str, Any]:
    """Return crop box and size for the stored dimensions, and for those rotated by EXIF."""
    plans = {}
    for size in {(image.width, image.height), (image.height, image.width)}:
        transform = of.get_transform(image, size)
        box = transform.get_rect().round()
        left, top = max(0, int(box.left)), max(0, int(box.top))
        # At least one pixel of a very thin image remains.
        right, bottom = max(left + 1, int(box.right)), max(top + 1, int(box.bottom))
        wide, high = (max(1, int(side)) for side in transform.size)
        plans[f"{size[0]}x{size[1]}"] = {"box": [left, top, right, bottom], "size": [wide, high]}
    return plans


def _options(kind: str, env: dict[str, Any]) -> dict[str, Any]:
    if "lossless" in env.get("output-format-options", ()):
        return {"lossless": True}
    if kind == "jpeg":
        return {"quality": _quality("jpeg", env), "progressive": True, "optimize": True}
    if kind in ("webp", "avif"):
        return {"quality": _quality(kind, env)} | ({"max_threads": 1} if kind == "avif" else {})
    return {"optimize": True} if kind == "png" else {}


def _quality(kind: str, env: dict[str, Any]) -> int:
    return int(
        env.get(f"{kind}-quality") or getattr(settings, f"WAGTAILIMAGES_{kind.upper()}_QUALITY")
    )
