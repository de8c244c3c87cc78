import pytest

from tests.newsletter.factories import make_owner, make_subscriber

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/subscriber/"


def test_address_is_found_by_post_and_stands_in_no_url(client):
    person = make_subscriber(email="Found@example.org")
    client.force_login(make_owner())
    response = client.post(f"{LIST}find/", {"address": " found@EXAMPLE.org "})
    assert response.url == f"{LIST}{person.pk}/change/"
    response = client.post(f"{LIST}find/", {"address": "found"}, follow=True)
    assert "Nobody has signed up with this address." in response.text


@pytest.mark.parametrize(
    "query",
    ["email__contains=a", "created_at__year=0", "email__regex=(", "state__exact=%00"],
)
def test_address_of_the_list_is_no_search(client, query):
    client.force_login(make_owner())
    assert client.get(f"{LIST}?{query}").status_code in (302, 400)
