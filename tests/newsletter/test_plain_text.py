import pytest

from newsletter.issue.plain_text import WIDTH, from_block, from_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("<p>x</p><ul><li>one</li></ul><p>y</p>", "x\n\n- one\n\ny"),
        ('<p><a href="https://example.org/">here</a></p>', "here (https://example.org/)"),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("", ""),
    ],
)
def test_from_html(html, text):
    assert from_html(html) == text


def test_from_html_wraps_words_and_keeps_addresses_whole():
    address = "https://example.org/" + "x" * 90
    lines = from_html(f"<p>{'word ' * 40}{address}</p>").splitlines()
    assert address in lines[-1]
    assert all(len(line) <= WIDTH for line in lines[:-1])


def test_from_block_underlines_a_heading():
    assert from_block("heading", "Sleep", "") == "Sleep\n-----"
