"""What people do while an upgrade runs. Runs in the tree of the version before, as its code.

Not imported: `tests.upgrade.old_code` feeds it to a Python whose working folder is that
tree, with the database of this version. Writes what came of it as JSON, last line.
"""

import json
import os
import re
import sys
import uuid
from pathlib import Path

import django
from django.test.utils import override_settings

os.environ["DJANGO_SETTINGS_MODULE"] = "clinic.settings"
sys.path.insert(0, str(Path.cwd()))
django.setup()

from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from booking.models import AppointmentRequest  # noqa: E402
from clinic import emails  # noqa: E402
from clinic.models import OutgoingEmail  # noqa: E402
from newsletter.models import Subscriber  # noqa: E402
from tests.booking import factories as asking  # noqa: E402
from tests.clients import StaffClient  # noqa: E402
from tests.newsletter import factories as news  # noqa: E402

# As in the suite: nothing collects static files here.
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def links_in(text, start):
    """The paths of links in a mail that begin so."""
    return [link.removeprefix(settings.SITE_URL) for link in re.findall(r"http\S+" + start, text)]


def mail_of(kind, to):
    return OutgoingEmail.objects.filter(kind=kind, to=to).latest("created_at").text


def ask():
    """Every form, up to the page that gives the reference."""
    references = []
    for kind in asking.KINDS:
        data = asking.filled(kind, plain_mails="on", message="Words of the version before")
        page = StaffClient().post(asking.address(kind), data, follow=True)
        assert page.status_code == 200, page.content.decode()[-3000:]
        stored = AppointmentRequest.objects.latest("created_at")
        assert stored.reference in page.content.decode(), kind
        references.append(stored.reference)
    return references


def come_back():
    """By the link of the receipt: a word more."""
    client = StaffClient()
    (link,) = set(links_in(mail_of("booking/receipt", "client@example.org"), r"/r/[\w-]+/"))
    page = client.get(link, follow=True)
    assert page.status_code == 200
    form = re.search(r'<form[^>]*action="([^"]*/add/)".*?</form>', page.content.decode(), re.DOTALL)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    added = client.post(form[1], hidden | {"words": "One word more"}, follow=True)
    assert "We have it." in added.content.decode(), added.content.decode()[-3000:]


def answer(reference):
    """Reception takes the request and answers it."""
    asked = AppointmentRequest.objects.get(reference=reference)
    client = StaffClient()
    client.force_login(asking.make_staff("Reception"))

    def at(name, *args):
        return reverse(f"admin:booking_appointmentrequest_{name}", args=[asked.pk, *args])

    assert client.get(at("change")).status_code == 200
    assert client.post(at("move", "take"), {"version": asked.version}).status_code == 302
    asked.refresh_from_db()
    words = {"text": "We can help.", "key": str(uuid.uuid4()), "version": asked.version}
    assert client.post(at("send"), {"step": ""} | words).status_code == 302
    asked.refresh_from_db()
    assert asked.answered_at, "the answer was not noted"
    return asked.state


def subscribe():
    """From the form to the button in the mail."""
    client, to = StaffClient(), "reader@example.org"
    data = news.form_data(to)
    assert client.post("/newsletter/subscribe/", data, follow=True).status_code == 200
    (link,) = set(links_in(mail_of("newsletter/confirmation", to), r"/confirm/[^\s/]+/"))
    page = client.post(link, follow=True).content.decode()
    assert "You have successfully subscribed to the newsletter" in page, page[-3000:]
    return Subscriber.objects.get(email=to).state


def send():
    """The worker's part: everything that is due leaves."""
    while emails.deliver_due():
        pass
    assert not OutgoingEmail.objects.filter(state__in=["retrying", "failed"]).exists()
    return len(list(settings.MAIL_FILES_DIR.glob("*.eml")))


with override_settings(STORAGES=settings.STORAGES | PLAIN, WHITENOISE_AUTOREFRESH=True):
    done = {"asked": ask(), "came_back": come_back()}
    done |= {"answered": answer(done["asked"][0]), "subscribed": subscribe(), "sent": send()}
print(json.dumps(done))
