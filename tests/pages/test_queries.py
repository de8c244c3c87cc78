"""An uncached page takes at most twelve queries, whatever its content."""

import gc

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.every_page import TYPES, EveryPage

MOST = 12


def queries(page):
    """The queries of a second reader: pictures are cut, Wagtail knows its site."""
    url = page.get_url()
    client = Client()
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured]


def site_with(count):
    """The queries of every type in a site with `count` of everything, by type."""
    with transaction.atomic():
        every = EveryPage(count)
        found = {model: queries(every.make(model)) for model in TYPES}
        transaction.set_rollback(True)
    # Wagtail leaves its temporary files to the collector: here, not in somebody else's test.
    gc.collect()
    return found


@pytest.fixture(scope="module")
def sites(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield site_with(1), site_with(10)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_page_costs_few_queries_whatever_stands_on_it(sites, model):
    small, large = (site[model] for site in sites)
    assert len(large) <= MOST, "\n".join(large)
    assert len(large) == len(small), "\n".join(large)
