import pytest

from newsletter.preflight import tracking
from tests.newsletter.preflight.letters import make_mail, said

OURS = "http://testserver/media/images/moon.jpg"


@pytest.mark.parametrize("tag", ["script", "form", "iframe", "object", "video", "link", "svg"])
def test_nothing_runs(tag):
    assert tag in said(tracking.check_no_active_content, make_mail(f"<{tag}></{tag}>"))


@pytest.mark.parametrize("inside", ['<p onclick="x()">', '<meta http-equiv="refresh">'])
def test_nothing_runs_by_the_back_door(inside):
    assert said(tracking.check_no_active_content, make_mail(inside))


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="https://pixel.example.net/a.png">',
        '<img src="//example.net/a.png">',
        '<img src="http://testserver.example.net/a.png">',
        f'<img src="{OURS}" srcset="https://example.net/a.png 2x">',
        '<td background="https://example.net/a.png">',
        '<p style="background:url(https://example.net/a.png)">',
        "<style>@import 'x.css'</style>",
        "<style>@font-face{}</style>",
        '<img src="data:image/gif;base64,AAAA">',
    ],
)
def test_pictures_are_ours(inside):
    assert said(tracking.check_pictures_are_ours, make_mail(inside))


def test_our_own_picture_passes():
    inside = f'<img src="{OURS}" width="518" height="242">'
    assert not said(tracking.check_pictures_are_ours, make_mail(inside))
    assert not said(tracking.check_no_pixel, make_mail(inside))


@pytest.mark.parametrize(
    "attributes",
    [
        'width="1" height="1"',
        'width="518" height="0"',
        'style="width:1px;height:1px"',
        'width="9" height="9" style="display:none"',
        'width="9" height="9" style="opacity:0"',
        'width="9" height="9" style="visibility:hidden"',
        "",
    ],
)
def test_no_pixel(attributes):
    assert said(tracking.check_no_pixel, make_mail(f'<img src="{OURS}" {attributes}>'))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://example.org/page?id=3", ""),
        ("tel:000", ""),
        ("mailto:hello@example.org", ""),
        ("http://testserver/search/?q=http://x", ""),
        ("", "leads nowhere"),
        ("javascript:alert(1)", "is not a web address"),
        ("example.org", "is not a web address"),
        ("https://", "is not a web address"),
        ("https://[x/", "is not an address"),
        ("https://bit.ly/abc", "leads through bit.ly"),
        ("https://u123.ct.sendgrid.net/ls/click?upn=x", "counts who comes"),
        ("https://click.example.net/x", "counts who comes"),
        ("https://example.org/?utm_source=news", "Take away “utm_source=…”"),
        ("https://example.org/?a=1&mc_eid=77", "Take away “mc_eid=…”"),
        ("https://www.google.com/url?q=https://example.org/", "leads through google.com"),
    ],
)
def test_links_are_as_written(address, words):
    """Pitfall 22."""
    found = said(tracking.check_links_are_as_written, make_mail(f'<a href="{address}">w</a>'))
    assert words in found
    assert bool(words) == bool(found)
