"""What is for readers: nothing that is a draft, private, or past its last day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic import offerings
from clinic.models import pages_for_readers
from pages import models
from tests.pages import factories

pytestmark = pytest.mark.django_db
HIDDEN = {
    "draft": {"live": False},
    "expired": {"expire_at": timezone.now() - timedelta(minutes=1)},
}


def condition(title="Panic", **fields):
    found = factories.home().get_children().type(models.ConditionIndexPage).first()
    index = found or factories.make(factories.home(), models.ConditionIndexPage, "Conditions")
    return factories.make(index.specific, models.ConditionPage, title, **fields)


def name_conditions(therapy, *conditions):
    therapy.treated_conditions = [models.TherapyCondition(condition=c) for c in conditions]
    therapy.save_revision().publish()


@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_hidden_page_is_not_found_and_on_no_list(client, fields):
    page = factories.therapy("Hidden Therapy", show_in_menus=True, **fields)
    other = factories.therapy("Open Therapy")
    assert client.get(page.get_url()).status_code == 404
    for url in ("/", "/therapies/", other.url, "/search/?q=hidden", "/sitemap.xml"):
        assert b"Hidden Therapy" not in client.get(url).content, url
    assert offerings.available("therapy") == [("open-therapy", "Open Therapy")]


def test_page_below_a_private_one_is_on_no_list(client):
    page = factories.therapy("Private Therapy")
    factories.therapies().view_restrictions.create(restriction_type="login")
    assert page not in models.TherapyPage.objects.for_readers()
    assert page.pk not in pages_for_readers().values_list("pk", flat=True)
    assert client.get(page.url).status_code == 302
    assert b"Private Therapy" not in client.get("/").content


def test_page_may_be_read_until_its_last_moment(client):
    page = factories.therapy(expire_at=timezone.now() + timedelta(minutes=1))
    assert client.get(page.url).status_code == 200
    assert page in models.TherapyPage.objects.for_readers()


def test_condition_and_therapy_name_each_other(client):
    therapy, panic, grief = factories.therapy(), condition(), condition("Grief")
    name_conditions(therapy, grief, panic)
    html = client.get(therapy.url).content.decode()
    assert html.index(f'href="{grief.url}"') < html.index(f'href="{panic.url}"')
    assert f'href="{therapy.url}"' in client.get(panic.url).content.decode()


@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_hidden_pages_are_never_named_beside_others(client, fields):
    shown, panic = factories.therapy(), condition()
    hidden, gone = factories.therapy("Hidden Therapy", **fields), condition("Gone", **fields)
    name_conditions(shown, panic, gone)
    hidden.treated_conditions = [models.TherapyCondition(condition=panic)]
    hidden.save()
    assert b"Gone" not in client.get(shown.url).content
    assert b"Hidden Therapy" not in client.get(panic.url).content


def test_therapy_names_the_chosen_therapies_in_their_order(client):
    page, first, second = (factories.therapy(t) for t in ("One", "Two", "Three"))
    assert [p.title for p in page.related] == ["Two", "Three"]
    page.related_therapies = [models.RelatedTherapy(therapy=second)]
    page.save_revision().publish()
    assert [p.title for p in models.TherapyPage.objects.get(pk=page.pk).related] == ["Three"]
    links = client.get(page.url).content.decode()
    assert f'href="{second.url}"' in links
    assert f'href="{first.url}"' not in links


def test_link_to_a_page_that_is_not_for_readers_is_plain_words(client):
    draft = factories.standard("Secret draft", live=False)
    words = f'<p><a linktype="page" id="{draft.pk}">Read more</a></p>'
    page = factories.standard(body=factories.stream(("paragraph", words)))
    html = client.get(page.url).content.decode()
    assert "<a>Read more</a>" in html
    assert "secret-draft" not in html


def test_call_to_action_never_leads_to_a_page_that_is_not_for_readers(client):
    draft = factories.standard("Secret draft", live=False)
    value = {"title": "Ready?", "text": "", "button": "Go on", "page": draft.pk}
    page = factories.therapy(call_to_action=factories.stream(("call_to_action", value)))
    html = client.get(page.url).content.decode()
    assert f'href="/appointments/new-client/?therapy={page.slug}">Go on</a>' in html


def test_preview_shows_what_is_chosen_before_it_is_saved():
    therapy, panic = factories.therapy(), condition(live=False)
    therapy.treated_conditions = [models.TherapyCondition(condition=panic)]
    answer = therapy.make_preview_request(preview_mode="")
    assert "Panic" in answer.rendered_content
