"""Whatever an editor types into a search box at /cms/, there is an answer."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from tests.pages import factories, staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ['"', '"a', 'a"b"c', '""', "' OR", "()*:^", '"\\'])
@pytest.mark.parametrize("address", ["/cms/choose-page/search/", "/cms/pages/search/results/"])
def test_every_question_is_answered(typed, address):
    call_command("roles", verbosity=0)
    assert staff.logged_in("Editor").get(address, {"q": typed}).status_code == 200


@pytest.mark.parametrize("typed", ['fees"', '"fees', 'fe"es" fees'])
def test_words_between_quotes_are_found(typed):
    page = factories.standard("Fees fe es")
    assert page.page_ptr in Page.objects.search(typed)
    assert page.page_ptr in Page.objects.autocomplete('"fee')
