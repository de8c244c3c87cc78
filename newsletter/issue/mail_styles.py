"""The styles of a mail, written into every tag, because mail programs remove style sheets.

The colours are those of `static/css/tokens.css`. The rules of the dark scheme are in the head,
from the same table; mail programs without dark scheme support show the light one.
"""

import re

_SANS = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
_SERIF = "font-family:Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif"
_TEXT = f"{_SANS};font-size:17px;line-height:1.6;color:#1d2f2e"
_INK = "color:#e6ece8"
_QUIET = "color:#a9bab4"
_LINK = "color:#7fd0c4"

#: By tag or class: its declarations, and those that differ in the dark scheme.
STYLES = {
    "body": (
        "margin:0;padding:0;width:100%;background-color:#f1f1ea;color:#1d2f2e",
        "background-color:#14201f;color:#e6ece8",
    ),
    "table": ("border-collapse:separate;border-spacing:0;border:0", ""),
    "h1": (f"{_SERIF};font-size:32px;line-height:1.2;font-weight:600;margin:0;color:#1d2f2e", _INK),
    "h2": (
        f"{_SERIF};font-size:22px;line-height:1.3;font-weight:600;margin:36px 0 0;color:#1d2f2e",
        _INK,
    ),
    "p": (f"{_TEXT};margin:16px 0 0", _INK),
    "ul": (f"{_TEXT};margin:16px 0 0;padding:0 0 0 24px", _INK),
    "ol": (f"{_TEXT};margin:16px 0 0;padding:0 0 0 26px", _INK),
    "li": (f"{_TEXT};margin:0 0 8px", _INK),
    "a": ("color:#0f5a55;text-decoration:underline", _LINK),
    "hr": (
        "border:0;border-top:1px solid #d5ddd7;margin:36px 0 0;height:0",
        "border-top-color:#33453f",
    ),
    "blockquote": (
        "margin:28px 0 0;padding:4px 0 4px 20px;border-left:4px solid #a3471f",
        "border-left-color:#f0a987",
    ),
    ".preheader": ("display:none;font-size:1px;line-height:1px;max-height:0;overflow:hidden", ""),
    ".around": ("padding:24px 12px", ""),
    ".sheet": (
        "width:100%;max-width:600px;background-color:#ffffff;border:1px solid #d5ddd7;"
        "border-radius:14px",
        "background-color:#1b2a29;border-color:#33453f",
    ),
    ".masthead": (
        f"{_SERIF};font-size:16px;line-height:1.4;font-weight:600;color:#0f5a55;"
        "padding:26px 40px 0",
        _LINK,
    ),
    ".words": ("padding:20px 40px 44px", ""),
    ".lead": (f"{_SANS};font-size:19px;line-height:1.5;margin:14px 0 0;color:#4d605d", _QUIET),
    ".block": ("margin:28px 0 0", ""),
    ".button-cell": (
        "background-color:#0f5a55;border-radius:8px",
        "background-color:#7fd0c4",
    ),
    ".button": (
        f"{_SANS};display:inline-block;padding:13px 22px;font-size:17px;line-height:1.3;"
        "font-weight:600;color:#ffffff;text-decoration:none;border-radius:8px",
        "color:#10201e",
    ),
    ".picture": (
        "display:block;width:100%;height:auto;border:0;border-radius:8px;"
        f"margin:28px 0 0;{_SANS};font-size:15px;line-height:1.5;font-style:italic;"
        "background-color:#e7f0eb;color:#4d605d",
        "background-color:#20322f;color:#a9bab4",
    ),
    ".said": (
        f"{_SERIF};font-size:20px;line-height:1.5;font-style:italic;margin:0;color:#1d2f2e",
        _INK,
    ),
    ".quiet": (f"{_SANS};font-size:15px;line-height:1.5;color:#4d605d;margin:8px 0 0", _QUIET),
    ".callout": (
        "background-color:#e7f0eb;border-radius:10px;padding:18px 22px 20px",
        "background-color:#20322f",
    ),
    ".callout-title": (
        f"{_SERIF};font-size:18px;line-height:1.4;font-weight:600;margin:0;color:#1d2f2e",
        _INK,
    ),
    ".line": (f"{_SANS};font-size:16px;line-height:1.5;margin:10px 0 0;color:#1d2f2e", _INK),
    ".whole": ("white-space:nowrap", ""),
    ".ways": ("line-height:2.1", ""),
    ".foot": (
        "background-color:#e7f0eb;border-radius:0 0 13px 13px;padding:18px 40px 28px",
        "background-color:#20322f",
    ),
}

_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_CLASS = re.compile(r'class="([^"]*)"')
_STYLE = re.compile(r'\s+style="([^"]*)"')
_SELF_CLOSING = re.compile(r"\s*/$")


def inline_styles(html: str) -> str:
    """Return the document with the styles of every tag in its style attribute."""
    return _TAG.sub(_with_style, html)


def _with_style(match: re.Match[str]) -> str:
    tag, attributes = match[1], _SELF_CLOSING.sub("", match[2])
    classes = _CLASS.search(attributes)
    names = [f".{name}" for name in classes[1].split()] if classes else []
    styles = [STYLES[name][0] for name in (tag, *names) if name in STYLES]
    style = ";".join(
        [*styles, *_STYLE.findall(attributes)]
    )  # the template's own style takes precedence
    attributes = _STYLE.sub("", attributes)
    return f'<{tag}{attributes} style="{style}">' if style else match[0]


def dark() -> str:
    """Return the rules of the dark scheme, which must take precedence over style attributes."""
    return "\n".join(
        f"{name}{{{_important(declarations)}}}"
        for name, (_, declarations) in STYLES.items()
        if declarations
    )


def _important(declarations: str) -> str:
    return ";".join(f"{declaration} !important" for declaration in declarations.split(";"))
