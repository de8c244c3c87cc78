from pathlib import Path

import pytest
from django.contrib.auth.models import User

from clinic.deployment.environment import BASE_DIR
from pages import components
from tests.pages.reading import read

ADDRESS = "/cms/components/"


def files(folder):
    return {f"{folder}/{path.name}" for path in Path(BASE_DIR, "templates", folder).iterdir()}


@pytest.mark.django_db
def test_every_component_and_every_block_has_a_sample(rf):
    request = rf.get("/")
    assert set(components.component_samples(request)) == files("components")
    assert set(components.block_samples()) == files("pages/blocks")


@pytest.mark.django_db
def test_page_draws_every_one_of_them(admin_client):
    response = admin_client.get(ADDRESS)
    text = read(response).text
    for name in files("components") | files("pages/blocks"):
        assert name in text
    assert "One or two sentences under the heading" in text
    assert "Do I need a referral?" in text


@pytest.mark.django_db
def test_page_is_for_people_who_may_enter_the_cms(client):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(User.objects.create_user("reader"))
    assert "Components" not in read(client.get(ADDRESS, follow=True)).text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_words_and_edges_can_be_seen(scheme):
    measured = {sample.name: sample.contrast for sample in components.colour_samples()[scheme]}
    for name in ("ink", "soft", "brand", "brand-deep", "warm", "danger"):
        assert measured[name] >= 4.5, name
    assert measured["edge"] >= 3
