"""The blocks of StreamFields.

Editors choose no heading levels: the title of a page is h1, headings and questions are h2.
"""

from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from pages import references

#: Rich text features. Headings and images are separate blocks.
INLINE = ["bold", "italic", "link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = "Heading"
        description = "Starts a new part of the page."
        template = "pages/blocks/heading.html"
        preview_value = "What happens at your first visit"
        form_classname = "title"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)


class ParagraphBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = "Paragraph"
        description = "Plain text with links, bold and italics. One thought a paragraph."
        template = "pages/blocks/paragraph.html"
        preview_value = "<p>We start with what brings you here, and go at your pace.</p>"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=INLINE, max_length=3000, **kwargs)


class ShortLineBlock(blocks.CharBlock):
    class Meta:
        icon = "minus"
        label = "Line"
        description = "One line of a list: a condition, a qualification, a language."
        template = "pages/blocks/line.html"
        preview_value = "Master of Clinical Psychology"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)


class LeadWordsItem(blocks.StructBlock):
    lead = blocks.CharBlock(max_length=120, label="Lead words")
    text = blocks.TextBlock(max_length=1000)

    class Meta:
        icon = "list-ol"
        label = "Item"
        description = "A few words in bold, then a sentence or two."
        template = "pages/blocks/lead_words.html"
        preview_value = {"lead": "Write to us", "text": "The form takes about five minutes."}


class NumberedListBlock(blocks.ListBlock):
    class Meta:
        icon = "list-ol"
        label = "Numbered list with lead words"
        description = "Steps or areas: a few words in bold, then a sentence or two."
        template = "pages/blocks/numbered_list.html"
        preview_value = [
            {"lead": "Write to us", "text": "The form takes about five minutes."},
            {"lead": "We read it", "text": "A person reads every request."},
        ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LeadWordsItem(), min_num=2, **kwargs)


class BulletListBlock(blocks.ListBlock):
    class Meta:
        icon = "list-ul"
        label = "Bullet list"
        description = "Short things in no order."
        template = "pages/blocks/bullet_list.html"
        preview_value = ["A pen, if you like to write", "Your Medicare card", "A referral"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.CharBlock(max_length=300, label="Item"), **kwargs)


class AnswerBlock(blocks.StreamBlock):
    """The blocks of an answer. Headings are not allowed, to keep the heading order."""

    paragraph = ParagraphBlock()
    bullet_list = BulletListBlock()

    class Meta:
        required = True


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200)
    answer = AnswerBlock()

    class Meta:
        icon = "help"
        label = "Question and answer"
        description = "A question as readers ask it, and the answer below it."
        template = "pages/blocks/question.html"
        preview_value = {
            "question": "Do I need a referral?",
            "answer": [{"type": "paragraph", "value": "<p>No. You can write to us first.</p>"}],
        }


class PrefetchedImageBlock(ImageChooserBlock):
    """An image chooser that uses `pages.references`, if the page has been prefetched."""

    def bulk_to_python(self, values: Any) -> list[Any]:
        if prefetched := references.current():
            return [prefetched.image(pk) if pk else None for pk in values]
        return super().bulk_to_python(values)  # type: ignore[no-any-return]


class KnownPageBlock(blocks.PageChooserBlock):
    """A page chooser that uses `pages.references`; a page not for readers is then None.

    Migrations refer to the class by this name.
    """

    def bulk_to_python(self, values: Any) -> list[Any]:
        if prefetched := references.current():
            return [prefetched.pages.get(pk) for pk in values]
        return super().bulk_to_python(values)  # type: ignore[no-any-return]


class PictureBlock(ImageBlock):
    """An image that needs alternative text, unless it is marked as decorative."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        image = PrefetchedImageBlock(required=required)
        image.set_name("image")
        self.child_blocks["image"] = image

    class Meta:
        icon = "image"
        label = "Image"
        description = "Say what it shows, or mark it as decorative."
        template = "pages/blocks/image.html"
        preview_template = "pages/blocks/image_preview.html"


class NoticeBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, required=False)
    text = blocks.RichTextBlock(features=INLINE, max_length=1000)

    class Meta:
        icon = "info-circle"
        label = "Notice"
        description = "One thing a reader must not miss. Use at most one a page."
        template = "pages/blocks/notice.html"
        preview_value = {
            "title": "Closed on public holidays",
            "text": "<p>We read requests again on the next working day.</p>",
        }


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(max_length=400, required=False)
    button = blocks.CharBlock(
        max_length=60, help_text="Say what happens: “Send a request”, never “Click here”."
    )
    page = KnownPageBlock(
        required=False, help_text="Empty: the page where people ask for an appointment."
    )

    class Meta:
        icon = "pick"
        label = "Call to action"
        description = "A panel with one button that leads to the next step."
        template = "pages/blocks/call_to_action.html"
        preview_value = {
            "title": "Ready to write to us?",
            "text": "It takes about five minutes.",
            "button": "Make an Appointment",
            "page": None,
        }


class SourceBlock(blocks.StructBlock):
    text = blocks.TextBlock(
        max_length=500, help_text="Author, year, title, publisher: as a reader can look it up."
    )
    url = blocks.URLBlock(required=False, label="Address on the web")

    class Meta:
        icon = "openquote"
        label = "Source"
        description = "Where a statement on this page comes from."
        template = "pages/blocks/source.html"
        preview_value = {"text": "World Health Organization (2016). Example source.", "url": ""}


class FeeBlock(blocks.StructBlock):
    service = blocks.CharBlock(max_length=120)
    minutes = blocks.IntegerBlock(min_value=1, max_value=600, required=False)
    fee = blocks.DecimalBlock(
        min_value=0, max_digits=7, decimal_places=2, help_text="In Australian dollars."
    )
    rebate = blocks.DecimalBlock(
        min_value=0,
        max_digits=7,
        decimal_places=2,
        required=False,
        label="Medicare rebate",
        help_text="What comes back with a referral, in Australian dollars.",
    )
    note = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "tag"
        label = "Fee"
        description = "A row of the table of fees."
        template = "pages/blocks/fee.html"
        preview_value = {"service": "Individual session", "minutes": 50, "fee": "220.00"}


class SectionText(blocks.StreamBlock):
    """The blocks of a section whose heading is a field; headings are not allowed."""

    paragraph = ParagraphBlock()
    bullet_list = BulletListBlock()
    numbered_list = NumberedListBlock()
    image = PictureBlock()
    notice = NoticeBlock()


class FreeText(blocks.StreamBlock):
    """The blocks of free text."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    numbered_list = NumberedListBlock()
    bullet_list = BulletListBlock()
    question = QuestionBlock()
    image = PictureBlock()
    notice = NoticeBlock()
    call_to_action = CallToActionBlock()
