import pytest

from newsletter.issue import compose, mail_styles, previews
from newsletter.issue.compose import Content
from tests.newsletter.factories import make_issue

MAIL = Content("s", f"Leave: {compose.UNSUBSCRIBE}\n", f'<a href="{compose.UNSUBSCRIBE}">x</a>')


@pytest.mark.parametrize("mode", previews.MODES)
def test_preview_can_do_nothing_and_names_nobody(mode):
    response = previews.show(MAIL, mode)
    assert response._csp_config["default-src"] == ["'none'"]
    assert response._csp_config["sandbox"] == ["allow-popups"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert compose.UNSUBSCRIBE not in response.text


def test_preview_without_images_keeps_their_place_and_words():
    html = '<p><img class="picture" src="http://testserver/a.jpg" width="9" alt="A moon"></p>'
    shown = previews.show(Content("s", "t", html), "mail-no-images").text
    assert shown == '<p><img class="picture" src="data:," width="9" alt="A moon"></p>'


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "media"), [("mail", "not all"), ("mail-dark", "all")])
def test_preview_is_in_the_scheme_asked_for(mode, media):
    shown = previews.show(compose.compose(make_issue()), mode).text
    assert f"@media {media} {{\n{mail_styles.dark()}" in shown
    assert "prefers-color-scheme" not in shown
    assert "light dark" not in shown
