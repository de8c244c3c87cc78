import re

import pytest
from django.template import Context, Template

from clinic import styles


@pytest.fixture
def fresh():
    """What a test read from other files is forgotten."""
    yield
    styles.sheet.cache_clear()


def written(name):
    return "".join((styles.FOLDER / f"{file}.css").read_text() for file in styles.SHEETS[name])


@pytest.mark.parametrize("name", styles.SHEETS)
def test_sheet_keeps_every_rule_and_drops_the_rest(name):
    rules = re.sub(r"/\*.*?\*/", "", written(name), flags=re.DOTALL)
    sheet = styles.sheet(name)
    assert sheet.count("{") == rules.count("{")
    assert "/*" not in sheet
    assert "\n" not in sheet
    assert "</" not in sheet


@pytest.mark.parametrize(
    ("css", "squeezed"),
    [
        ("a  > b,\n.c :hover { margin: 0 auto ; } /* x */", "a > b,.c :hover{margin:0 auto}"),
        ("@media (min-width: 9rem) and (print) { }", "@media (min-width:9rem) and (print){}"),
        ('p::after { content: " (" attr(href) ")"; }', 'p::after{content:" (" attr(href) ")"}'),
    ],
)
def test_squeeze_keeps_what_means_something(css, squeezed):
    assert styles.squeeze(css) == squeezed


def test_changed_file_shows_at_once_with_debug_only(tmp_path, monkeypatch, settings, fresh):
    monkeypatch.setattr(styles, "FOLDER", tmp_path)
    template = Template("{% load clinic_styles %}{% styles 'request' %}")
    for debug, colour in [(True, "red"), (True, "green"), (False, "blue")]:
        settings.DEBUG = debug
        (tmp_path / "request.css").write_text(f"p {{ color: {colour} }}")
        shown = template.render(Context())
    assert shown == "<style>p{color:green}</style>"
