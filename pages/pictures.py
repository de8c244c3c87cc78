"""Create the renditions of uploaded images in the worker, before a reader requests them.

`templates/pages/blocks/image.html` uses the same filters. A rendition that the worker has not
created yet is created when a page or its preview is first shown.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from wagtail.images import get_image_model

from clinic.images import renditions

logger = logging.getLogger(__name__)

#: Pixels. The text column is 656 px (41 rem) wide: the larger width is for dense screens, the
#: smaller one for phones.
WIDTHS = (720, 1008)
FORMATS = ("avif", "webp", "jpeg")
FILTER_SPECS = [f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS]
#: How long after the upload a failed rendition is retried.
RETRY_PERIOD = timedelta(hours=1)


def make_renditions() -> int:
    """Create the renditions of recently uploaded images. Return the number of images."""
    uploaded = get_image_model().objects.filter(created_at__gte=timezone.now() - RETRY_PERIOD)
    count = 0
    for picture in uploaded.exclude(renditions__filter_spec=FILTER_SPECS[-1]):
        try:
            created = picture.get_renditions(*FILTER_SPECS)
            if renditions.is_missing(created[FILTER_SPECS[-1]]):
                logger.error("picture %s cannot be made smaller", picture.pk)
                continue
            count += 1
        except Exception:
            # A broken image file must not block the others.
            logger.exception("picture %s cannot be made smaller", picture.pk)
    return count
