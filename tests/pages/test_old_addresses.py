"""Addresses of an earlier site, as editors write them and as browsers send them."""

import pytest
from wagtail.contrib.redirects.models import Redirect

pytestmark = pytest.mark.django_db


def lead(old, to="/there/", **more):
    return Redirect.objects.create(old_path=Redirect.normalise_path(old), redirect_link=to, **more)


def target(client, asked):
    response = client.get(asked)
    return response.get("Location") if response.status_code in (301, 302) else response.status_code


@pytest.mark.parametrize("old", ["/about us", "/about%20us", "/about us/", "about us"])
@pytest.mark.parametrize("asked", ["/about%20us", "/about%20us/", "/about us", "/about%20us?utm=1"])
def test_fault_21_space_is_a_space_however_it_is_written(client, old, asked):
    lead(old)
    assert target(client, asked) == "/there/"


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/über uns", "/%C3%BCber%20uns"),
        ("/%C3%BCber%20uns", "/über uns/"),
        ("/team/(all), 100%25", "/team/(all),%20100%25"),
    ],
)
def test_fault_21_other_letters_and_signs_are_matched(client, old, asked):
    lead(old)
    assert target(client, asked) == "/there/"


@pytest.mark.parametrize(
    "asked",
    [
        "/index.php?page_id=17",
        "/index.php?page_id=17&utm=1",
        "/index.php?utm_source=x&page_id=17&fbclid=abc",
        "/index.php?page_id=17&page_id=18",
        "/index.php/?page_id=%31%37",
    ],
)
def test_fault_21_unknown_names_of_the_query_are_ignored(client, asked):
    lead("/index.php?page_id=17")
    assert target(client, asked) == "/there/"


@pytest.mark.parametrize(
    "asked",
    ["/index.php", "/index.php?page_id=18", "/index.php?page_id=171", "/index.php5?page_id=17"],
)
def test_fault_21_another_query_is_another_address(client, asked):
    lead("/index.php?page_id=17")
    assert target(client, asked) == 404


def test_fault_21_the_redirect_that_names_most_is_followed(client):
    lead("/index.php", "/all/")
    lead("/index.php?page_id=17", "/page/")
    lead("/index.php?lang=en&page_id=17", "/english/", is_permanent=False)
    assert target(client, "/index.php?a=b") == "/all/"
    assert target(client, "/index.php?page_id=17&utm=1") == "/page/"
    assert target(client, "/index.php?utm=1&page_id=17&lang=en") == "/english/"


@pytest.mark.parametrize("asked", ["/%00", "/x%00?a=%00", "/%ff", "/a_b/", "/aXb/", "/%"])
def test_fault_21_odd_address_is_no_page(client, asked):
    lead("/a%25b?c=d")
    assert target(client, asked) in (400, 404)
