"""Factories of rows. Addresses end in example.org, which is reserved for examples."""

from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Site

from clinic.models import ClinicDetails, OutgoingEmail
from newsletter import emails
from newsletter.list import actions, erasing, import_rows, imports, signing_up
from newsletter.models import (
    ArchivePage,
    ConsentWording,
    IssuePage,
    NewsletterPage,
    Subscriber,
    Suppression,
)
from newsletter.sending import campaigns, schedule

_number = count(1)

STATES = ("new", "pending", "confirmed", "withdrawn", "suppressed", "erased")


def make_user(**changes):
    defaults = {"username": f"sender{next(_number)}", "email": "sender@example.org"}
    return get_user_model().objects.create_user(**defaults | changes)


def make_owner():
    return make_user(is_staff=True, is_superuser=True)


def make_subscriber(state="confirmed", email=None):
    now = timezone.now()
    moments = {
        "pending": {},
        "confirmed": {"confirmed_at": now},
        "withdrawn": {"confirmed_at": now, "withdrawn_at": now},
    }[state]
    email = email or f"person{next(_number)}@example.org"
    return Subscriber.objects.create(email=email, state=state, **moments)


def make_reader(email=None):
    """Create a confirmed subscriber whose confirmation mail has been sent."""
    person = actions.confirm(ask(email or f"reader{next(_number)}@example.org"))
    OutgoingEmail.objects.filter(about=emails.about(person)).delete()
    return person


def import_subscriber(email=None, *, basis="paper", day="2026-03-03", source="Front desk", by=None):
    """Import a subscriber who gave their consent elsewhere."""
    email = email or f"imported{next(_number)}@example.org"
    row = f'{email},{basis},{day},"{source}",Send me news.'
    rows, problems = import_rows.read(f"email,basis,date,source,words\n{row}\n".encode())
    assert problems == []
    imports.add_subscribers(rows, by=by or make_user())
    return Subscriber.objects.get(email=email)


def make_person(state):
    """Create a subscriber in one of STATES; return the address."""
    if state == "new":
        return f"new{next(_number)}@example.org"
    ended = {"suppressed": suppress, "erased": erase}
    subscriber = make_subscriber("confirmed" if state in ended else state)
    email = subscriber.email
    ended.get(state, lambda _: None)(subscriber)
    return email


def erase(subscriber):
    erasing.erase(subscriber, method="link")


def suppress(subscriber, reason=Suppression.Reason.COMPLAINT):
    actions.suppress(subscriber, reason=reason, at=timezone.now())


def ask(email="person@example.org", network="192.0.2.1", replaces=None):
    return signing_up.sign_up(
        email,
        replaces=replaces,
        wording=ConsentWording.current(),
        placement="footer",
        page_path="/therapies/",
        language="en-AU",
        network=network,
    )


def make_archive():
    existing = ArchivePage.objects.first()
    if existing:
        return existing
    home = Site.objects.get(is_default_site=True).root_page
    newsletter = home.add_child(instance=NewsletterPage(title="Newsletter", slug="newsletter"))
    return newsletter.add_child(instance=ArchivePage(title="Archive", slug="archive"))


BODY = [
    ("heading", "A heading"),
    ("paragraph", '<p>Words with <b>weight</b> and <a href="/newsletter/">our letters</a>.</p>'),
    ("button", {"label": "Make an appointment", "address": "/search/"}),
    ("divider", None),
    ("paragraph", "<ul><li>one</li><li>two</li></ul>"),
]


def make_issue(**changes):
    ClinicDetails.objects.update(address="1 Example Street\nSydney NSW 2000")
    number = next(_number)
    defaults = {
        "title": f"Issue {number}",
        "slug": f"issue-{number}",
        "subject": "A calm subject",
        "preheader": "A preview line",
        "body": BODY,
    }
    return make_archive().add_child(instance=IssuePage(**defaults | changes))


def form_data(email="person@example.org", **changes):
    return {"email": email, "source": "footer /therapies/", "wording": "1"} | changes


def prepare_campaign(issue=None):
    return campaigns.prepare(issue or make_issue(), by=make_user())


def release_campaign(issue=None, at=None):
    """Return a campaign prepared by one person and released by another, not begun."""
    campaign = prepare_campaign(issue)
    campaigns.release(campaign, by=make_user(), at=at)
    campaign.refresh_from_db()
    return campaign


def start_campaign(issue=None):
    """Return a campaign that is being sent."""
    campaign = release_campaign(issue)
    schedule.begin(campaign)
    campaign.refresh_from_db()
    return campaign
