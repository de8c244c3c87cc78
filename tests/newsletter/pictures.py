"""Pictures for issues, made of one colour."""

import io
import uuid

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model


def make_picture(*, alt="A path between trees", decorative=False, size=(1600, 1000)):
    """A picture as it stands in an issue's block."""
    file = io.BytesIO()
    Image.new("RGB", size, "#7fa39a").save(file, "PNG")
    image = get_image_model().objects.create(
        title="Path",
        file=ImageFile(io.BytesIO(file.getvalue()), name="path.png"),
        # Wagtail remembers sizes by number and hash; the next test's picture has this number.
        file_hash=uuid.uuid4().hex,
    )
    image.contextual_alt_text, image.decorative = alt, decorative
    return image
