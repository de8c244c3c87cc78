"""Pictures in the sizes readers get, made by the worker before a reader asks for them.

`templates/pages/blocks/image.html` names the same sizes; a picture that the worker has
not met yet is made when the page is first shown, be it in an editor's preview.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from wagtail.images import get_image_model

from clinic.images import renditions

logger = logging.getLogger(__name__)

#: The reading column is 656 px wide (41 rem): half as much again serves dense screens,
#: the smaller one a phone.
WIDTHS = (720, 1008)
FORMATS = ("avif", "webp", "jpeg")
SIZES = [f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS]
#: A picture that cannot be made is not tried for longer than this after its upload.
PATIENCE = timedelta(hours=1)


def make_ready() -> int:
    """Make the sizes of pictures uploaded a short while ago; how many pictures that were."""
    uploaded = get_image_model().objects.filter(created_at__gte=timezone.now() - PATIENCE)
    done = 0
    for picture in uploaded.exclude(renditions__filter_spec=SIZES[-1]):
        try:
            made = picture.get_renditions(*SIZES)
            if renditions.is_missing(made[SIZES[-1]]):
                logger.error("picture %s cannot be made smaller", picture.pk)
                continue
            done += 1
        except Exception:
            # A file that claims to be a picture must not keep others waiting.
            logger.exception("picture %s cannot be made smaller", picture.pk)
    return done
