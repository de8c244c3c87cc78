"""The recognition word: chosen by the client, it stands in each mail and is said on the phone.

By it client and practice recognise each other without naming the practice. It may appear in a
subject on a locked phone, and a form can send it to any address: so it is short, one line, and
neither a link nor a message.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

MAX_LENGTH = 40  # characters of `AppointmentRequest.recognition_word`
#: Longer input is refused first, because normalising many combining marks takes time.
MAX_INPUT_LENGTH = 1000
MAX_WORDS = 4
MAX_DIGITS = 4
#: Characters that are rendered as nothing: Default_Ignorable_Code_Point (UAX 44) without the
#: format characters, and the Braille blank.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0000-\U000e0fff]"
)
#: Allowed besides letters, combining marks, digits, spaces and emoji.
PUNCTUATION = "-'’,.!?&"
ALLOWED_CATEGORIES = ("L", "M", "N", "Z", "So", "Sk")

TOO_LONG = f"Use a shorter word: {MAX_LENGTH} characters or fewer."
ONE_LINE = "Write the word on one line."
NO_ADDRESS = "Use a word, not a web or email address."
ONLY_LETTERS = "Use letters, digits and spaces only. A word, like a plant or a street, is best."
NOT_A_WORD = "Use a word that can be said, like a plant or a street."
NO_NUMBER = f"Use no number with more than {MAX_DIGITS} digits: it could pass for a phone number."
A_WORD = f"Use a word, or a few: {MAX_WORDS} at most."


def clean(typed: str) -> str:
    """Return the word as it is stored, "" for none. Raises ValidationError."""
    if len(typed) > MAX_INPUT_LENGTH:
        raise ValidationError(TOO_LONG)
    # Invisible characters could reverse the text or make two words look the same.
    text = "".join(c for c in INVISIBLE.sub("", typed) if unicodedata.category(c) != "Cf")
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in text.strip(" \t\r\n")):
        raise ValidationError(ONE_LINE)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if text:
        _refuse(text)
    return text


def _refuse(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise ValidationError(TOO_LONG)
    if _is_address(unicodedata.normalize("NFKC", text)):
        raise ValidationError(NO_ADDRESS)
    if not all(_is_allowed(c) for c in text):
        raise ValidationError(ONLY_LETTERS)
    if not any(c.isalpha() for c in text):
        raise ValidationError(NOT_A_WORD)
    if sum(unicodedata.category(c)[0] == "N" for c in text) > MAX_DIGITS:
        raise ValidationError(NO_NUMBER)
    if len(text.split()) > MAX_WORDS:
        raise ValidationError(A_WORD)


def _is_address(text: str) -> bool:
    """Whether a mail program would make a link of it, also with another kind of full stop."""
    text = text.replace("。", ".").replace("․", ".")
    return "@" in text or "://" in text or bool(re.search(r"\w\.\w|www", text, re.IGNORECASE))


def _is_allowed(character: str) -> bool:
    return character in PUNCTUATION or unicodedata.category(character).startswith(
        ALLOWED_CATEGORIES
    )
