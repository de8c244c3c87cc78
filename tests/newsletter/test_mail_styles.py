from newsletter.issue import mail_styles
from newsletter.issue.mail_styles import STYLES, inline_styles


def test_look_of_tag_and_classes_stands_in_the_tag():
    look = ";".join(STYLES[name][0] for name in ("p", ".quiet", ".ways"))
    assert (
        inline_styles('<p class="quiet ways">x</p>')
        == f'<p class="quiet ways" style="{look}">x</p>'
    )


def test_what_the_template_says_wins():
    html = inline_styles('<img class="picture" style="max-width:9px" alt="">')
    assert html.endswith(';max-width:9px">')
    assert html.count("style=") == 1


def test_tag_without_a_look_stays_as_it_is():
    assert inline_styles("<title>a</title><br/>") == "<title>a</title><br/>"


def test_dark_rules_win_over_what_stands_in_the_tags():
    rules = mail_styles.dark().splitlines()
    assert "h1{color:#e6ece8 !important}" in rules
    assert all(rule.count(":") == rule.count("!important") for rule in rules)
