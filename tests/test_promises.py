"""The six promises of the contract, each with a test that names it.

The apps' own tests are more detailed; these verify the promises across the project.
"""

import inspect
import logging
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse

from booking.models import AppointmentRequest
from clinic import links
from newsletter.models import ConsentEvent, Subscriber
from tests.booking import factories as asking
from tests.newsletter import factories as news

pytestmark = pytest.mark.django_db

#: What a GET may write (contract, promise 1).
MAY_CHANGE = {"sessions.Session", "clinic.RateCount", "clinic.Mark", "wagtailimages.Rendition"}
PUBLIC = [
    "/",
    "/therapies/",
    "/therapies/interpersonal-psychotherapy/",
    "/appointments/",
    "/appointments/new-client/",
    "/appointments/new-client/?therapy=interpersonal-psychotherapy",
    "/appointments/existing-client/",
    "/appointments/assessments/",
    "/appointments/received/",
    "/newsletter/",
    "/newsletter/archive/",
    "/newsletter/subscribe/",
    "/newsletter/check-your-email/",
    "/privacy/",
    "/accessibility/",
    "/search/?q=grief",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/healthz",
    "/readyz",
    "/admin/login/",
    "/nowhere/",
]


def everything():
    """All rows of all models that a GET must leave alone."""
    return {
        model._meta.label: [as_text(row) for row in serializers.serialize("python", rows)]
        for model in apps.get_models()
        if model._meta.label not in MAY_CHANGE
        for rows in [model._default_manager.order_by("pk")]
    }


def as_text(row):
    """A row as text; which of several related rows comes first says nothing."""
    fields = {k: sorted(v) if isinstance(v, list) else v for k, v in row["fields"].items()}
    return str((row["pk"], fields))


@pytest.fixture
def sample(sample_site, db):
    call_command("sample", verbosity=0)


def newsletter_links():
    asked = news.ask("reader@example.org")
    value = f"{asked.subscriber.public_id}.{asked.pk}"
    confirm = links.make_token("newsletter.confirm", value)
    leave = links.make_token("newsletter.unsubscribe", str(asked.subscriber.public_id))
    return [
        reverse("newsletter:confirm", args=[confirm]),
        reverse("newsletter:unsubscribe", args=[leave]),
    ]


@pytest.mark.parametrize("method", ["get", "head"])
def test_promise_1_get_and_head_change_nothing(client, sample, method):
    addresses = [*PUBLIC, *newsletter_links()]
    before = everything()
    for address in addresses:
        getattr(client, method)(address)
    assert everything() == before


def test_promise_1_the_same_post_twice_ends_as_once(client, sample):
    confirm, leave = newsletter_links()
    form = asking.filled("new_client")
    for address, data in [("/appointments/new-client/", form), (confirm, {}), (leave, {})]:
        client.post(address, data)
        once = everything()
        client.post(address, data)
        assert everything() == once, address


def test_promise_2_what_got_its_receipt_is_stored_whatever_becomes_of_the_mail(
    client, settings, outbox_sent
):
    settings.EMAIL_BACKEND = "tests.test_promises.NoProvider"
    response = client.post("/appointments/new-client/", asking.filled("new_client"), follow=True)
    outbox_sent()
    stored = AppointmentRequest.objects.get()
    assert stored.reference in response.content.decode()
    assert stored.answers.pk == stored.consent.pk == stored.pk
    assert stored.events.count() == 1


class NoProvider:
    def __init__(self, **kwargs):
        raise ConnectionError


CANARIES = {
    name: f"Canary{number}{name.title().replace('_', '')}"
    for number, name in enumerate(["name", "preferred_name", "reason", "message", "relationship"])
}


def test_promise_3_nothing_of_a_client_leaves_where_it_must_not(
    client, outbox_sent, caplog, settings
):
    caplog.set_level(logging.DEBUG)
    data = asking.filled("new_client", **asking.FOR_CHILD | CANARIES, email="canary9@example.org")
    data["recognition_word"] = "Canary Wattle"  # for themselves: in their own mails alone
    response = client.post("/appointments/new-client/", data)
    page = client.get(response.url).content.decode()
    sent = outbox_sent()
    public = response.url + page.split("</title>")[0] + caplog.text
    public += "".join(m.message().as_string() for m in sent if m.to == [settings.RECEPTION_EMAIL])
    receipts = [m.message().as_string() for m in sent if m.to == ["canary9@example.org"]]
    assert len(receipts) == 1
    assert "Canary Wattle" in receipts[0]
    for canary in [*CANARIES.values(), "canary9", "Canary Wattle"]:
        assert canary.lower() not in public.lower()
    for canary in CANARIES.values():
        assert canary.lower() not in receipts[0].lower()


def test_promise_4_a_yes_has_its_words_time_and_place(client, sample):
    data = news.form_data("reader@example.org", source="therapy-page /therapies/")
    client.post("/newsletter/subscribe/", data)
    asked = ConsentEvent.objects.get()
    token = links.make_token("newsletter.confirm", f"{asked.subscriber.public_id}.{asked.pk}")
    client.post(reverse("newsletter:confirm", args=[token]))
    for person in Subscriber.objects.filter(state="confirmed"):
        yes = person.events.get(kind="confirmed")
        assert yes.wording_text.startswith("Mind Matters Psychology will use the information")
        assert (yes.placement, yes.page_path) == ("therapy-page", "/therapies/")
        assert yes.at
    assert Subscriber.objects.filter(state="confirmed").count() == 1


@pytest.mark.parametrize("kind", asking.KINDS)
def test_promise_5_bad_input_is_kept_and_answered_with_help(client, kind):
    data = asking.filled(kind, email="no address", message="Kept ✓ text")
    response = client.post(asking.address(kind), data)
    assert response.status_code in (400, 422)
    page = response.content.decode()
    assert "Kept ✓ text" in page
    assert "no address" in page
    assert "Enter an email address" in page


#: Commands that neither delete nor change many rows of people.
ONLY_ADD_OR_SHOW = {
    "doubtful_phones",
    "new_key",
    "sample",
    "sample_pages",
    "sample_booking",
    "sample_newsletter",
}
ONLY_ADD_OR_SHOW |= {"serve", "worker", "demo_code", "draw_transitions"}


def our_commands():
    for app in ("clinic", "pages", "booking", "newsletter"):
        folder = Path(import_module(app).__file__).parent / "management" / "commands"
        for path in folder.glob("[!_]*.py"):
            yield import_module(f"{app}.management.commands.{path.stem}").Command, path.stem


def test_promise_6_commands_that_delete_or_change_much_can_be_tried_first():
    checked = 0
    for command, name in our_commands():
        if name in ONLY_ADD_OR_SHOW:
            assert ".delete()" not in inspect.getsource(inspect.getmodule(command)), name
            continue
        actions = command().create_parser("manage.py", name)._option_string_actions
        assert "--dry-run" in actions, name
        checked += 1
    assert checked


def test_promise_6_dry_run_prints_counts_and_changes_nothing(sample, capsys):
    before = everything()
    call_command("roles", "--dry-run")
    assert everything() == before
    assert any(c.isdigit() for c in capsys.readouterr().out)
