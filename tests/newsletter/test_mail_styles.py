import re

import pytest

from clinic import brand
from newsletter.issue import mail_styles
from newsletter.issue.mail_styles import inline_styles


def style_of(html, tag):
    """The declarations of the first such tag of a document with `html` in its body."""
    style = re.search(rf'<{tag}\b[^>]* style="([^"]*)"', inline_styles(f"<body>{html}</body>"))[1]
    return dict(re.split(r":\s*", each) for each in re.split(r";\s*", style.strip("; ")))


def test_styles_of_tag_and_class_stand_in_the_tag():
    style = style_of('<p class="quiet ways">x</p>', "p")
    assert (style["font-size"], style["line-height"]) == ("15px", "2.1")
    assert style["color"] == brand.LIGHT["soft"]


def test_what_the_template_says_wins():
    image = '<img class="picture" style="width:9px" alt="">'
    style = style_of(image, "img")
    assert (style["width"], style["display"]) == ("9px", "block")
    assert re.search("<img[^>]*>", inline_styles(f"<body>{image}</body>"))[0].count("style=") == 1


def test_tag_without_styles_stays_as_it_is():
    assert "<b>a</b>" in inline_styles("<body><b>a</b></body>")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="%%address-to-leave-the-list%%">x</a>',
        '<a href="https://example.org/?a=1&amp;b=2#c">x</a>',
        "<!--[if mso]><table><tr><td><![endif]-->",
        "<p>‘We’re here’, “you &lt;see&gt;” &amp; wait… \u00a0</p>",
    ],
)
def test_addresses_comments_and_words_stay_as_they_are(html):
    text = re.sub(r' style="[^"]*"', "", inline_styles(f"<body>{html}</body>"))
    assert html.replace("\u00a0", "&nbsp;") in text


def test_dark_rules_win_over_what_stands_in_the_tags():
    rules = mail_styles.dark().splitlines()
    assert f"h1{{color: {brand.DARK['ink']} !important}}" in rules
    assert all(rule.count(":") == rule.count("!important") for rule in rules)


def test_every_colour_has_a_dark_one_and_is_a_token():
    assert "#" not in re.sub(r"/\*.*?\*/", "", mail_styles.SHEET, flags=re.DOTALL)
    used = set(re.findall(r"var\(--([a-z-]+)\)", mail_styles.SHEET))
    assert used <= brand.LIGHT.keys() & brand.DARK.keys()


def test_every_colour_has_six_digits():
    for colour in (*brand.LIGHT.values(), *brand.DARK.values()):
        assert re.fullmatch("#[0-9a-f]{6}", colour)
