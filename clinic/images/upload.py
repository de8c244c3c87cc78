"""Forms for uploads: images are converted, documents must be PDFs by their content."""

from pathlib import Path
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from clinic.images.child import MAX_PIXELS, RefusedError
from clinic.images.process import run_child

#: The header of a PDF is in its first kilobyte (ISO 32000-1, annex H.3, note 13).
PDF, HEADER = b"%PDF-", 1024
UNREADABLE = (
    "This file cannot be read as a picture. Perhaps it was cut off on its way: save it once more, "
    "then choose it again."
)
TOO_MUCH_WORK = "This picture takes too much work to open. Save a smaller copy, then choose that."
BUSY = "Other pictures are being opened just now. Please try again in a minute."


class PictureField(WagtailImageField):
    """Accepts the formats of phones, scanners and drawing programs; returns a JPEG or PNG."""

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        file.seek(0)
        try:
            result, image = run_child("convert", file.read())
        except RefusedError as refused:
            raise ValidationError(_message_for(refused), code="invalid_image") from refused
        stored = SimpleUploadedFile(
            f"{Path(file.name or 'picture').stem}.{'jpg' if result['kind'] == 'jpeg' else 'png'}",
            image,
            content_type=f"image/{result['kind']}",
        )
        stored.image = willow.Image.open(stored)  # type: ignore[attr-defined]
        stored.seek(0)
        return stored


def _message_for(refused: RefusedError) -> str:
    if refused.why == "pixels":
        most = MAX_PIXELS // 1_000_000
        millions = -(-refused.pixels // 1_000_000)
        return (
            f"This picture has {millions:,} million pixels; we take up to {most} million. "
            "Save a smaller copy, for example 4000 pixels wide, then choose that."
        )
    return {"work": TOO_MUCH_WORK, "busy": BUSY}.get(refused.why, UNREADABLE)


class PictureForm(BaseImageForm):
    """The base of Wagtail's forms to add, replace and choose images, singly and in bulk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label,
                required=field.required,
                initial=field.initial,
                widget=field.widget,
            )


class DocumentForm(BaseDocumentForm):
    """Checks the content of the file, too, not only its name."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            file.seek(0)
            head = file.read(HEADER)
            file.seek(0)
            if PDF not in head:
                raise ValidationError("This file is not a PDF. Save it as a PDF, then choose that.")
        return file
