"""How a mail looks: one table, written into every tag, because mail programs drop style sheets.

The colours are those of `static/css/tokens.css`. What a reader's dark scheme changes
stands in the head, made of the same table; programs that know no schemes stay light.
"""

import re

_SANS = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
_SERIF = "font-family:Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,serif"
_TEXT = f"{_SANS};font-size:17px;line-height:1.6;color:#1d2f2e"
_INK = "color:#e6ece8"
_QUIET = "color:#a9bab4"
_LINK = "color:#7fd0c4"

#: Tag or class: what it looks like, and what of that is different in the dark.
LOOKS = {
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
_CLOSES_ITSELF = re.compile(r"\s*/$")


def written_in(html: str) -> str:
    """The same document with the look of every tag inside it."""
    return _TAG.sub(_with_style, html)


def _with_style(found: re.Match[str]) -> str:
    tag, attributes = found[1], _CLOSES_ITSELF.sub("", found[2])
    classes = _CLASS.search(attributes)
    names = [f".{name}" for name in classes[1].split()] if classes else []
    looks = [LOOKS[name][0] for name in (tag, *names) if name in LOOKS]
    look = ";".join([*looks, *_STYLE.findall(attributes)])  # what the template says wins
    attributes = _STYLE.sub("", attributes)
    return f'<{tag}{attributes} style="{look}">' if look else found[0]


def dark() -> str:
    """The rules of the dark scheme; they must win over what stands in the tags."""
    return "\n".join(
        f"{name}{{{_important(declarations)}}}"
        for name, (_, declarations) in LOOKS.items()
        if declarations
    )


def _important(declarations: str) -> str:
    return ";".join(f"{each} !important" for each in declarations.split(";"))
