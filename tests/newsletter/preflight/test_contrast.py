import pytest

from newsletter.issue import compose
from newsletter.preflight import Mail, contrast
from tests.newsletter.factories import make_issue
from tests.newsletter.preflight.letters import make_mail, said


def test_pale_words_are_found_once_for_each_pair():
    pale = '<p style="color:#aaaaaa">one</p><p style="color:#aaaaaa">two</p>'
    found = said(contrast.check_contrast, make_mail(pale))
    assert found.count("“one” is hard to read in the light scheme: 2.3 to 1") == 1
    assert "two" not in found


def test_ground_is_that_of_the_nearest_element():
    inside = (
        '<div style="background-color:#222222;color:#ffffff">'
        '<p style="background-color:#eeeeee">pale on pale</p><p>clear</p></div>'
    )
    found = said(contrast.check_contrast, make_mail(inside))
    assert "pale on pale" in found
    assert "clear" not in found


@pytest.mark.parametrize("name", ["p", ".note"])
def test_dark_scheme_is_measured_by_its_own_rules(name):
    rule = f"{name}{{color:#ffffff !important}}"
    sheet = f"<style>@media (prefers-color-scheme: dark) {{\n{rule}\n}}</style>"
    found = said(contrast.check_contrast, make_mail(f'{sheet}<p class="note">words</p>'))
    assert "in the dark scheme: 1.0 to 1" in found
    assert "light" not in found


def test_hidden_words_are_not_measured():
    inside = '<p style="display:none;color:#ffffff">for the inbox</p>'
    assert not said(contrast.check_contrast, make_mail(inside))


@pytest.mark.django_db
def test_our_mail_can_be_read_and_its_dark_rules_are_seen():
    mail = Mail(compose.compose(make_issue()))
    assert not said(contrast.check_contrast, mail)
    assert contrast.dark_rules(mail.style_sheet)[".sheet"]["background-color"] == "#1b2a29"
