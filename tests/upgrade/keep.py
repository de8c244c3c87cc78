"""Make what a version leaves behind: links, cookies, open pages, sealed rows, waiting mail.

    .venv/bin/python -m tests.upgrade.keep 2026-12

writes tests/upgrade/kept/2026-12.json, which every later version must open. Run it when
a release is made, after adding here what that version makes and earlier ones did not;
files of earlier versions stay as they are. The keys are those of tests/environment.py.
"""

import importlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("kept")
#: What people and the worker leave in the database, in the order in which it can be loaded.
MODELS = [
    *("auth.User", "sessions.Session", "clinic.AuthenticatorApp", "clinic.RecoveryCodes"),
    *("clinic.OutgoingEmail", "booking.AppointmentRequest", "booking.IntakeAnswers"),
    *("booking.PrivacyConsent", "booking.ClientLink", "booking.AddedWord", "booking.Reply"),
    *("booking.RequestEvent", "booking.NamePart"),
    *("newsletter.Subscriber", "newsletter.ConsentEvent", "newsletter.Suppression"),
]
#: Sealed in every request: the answer about safety differs.
SEALED = {"message": "A sealed message ✓", "reason": "A sealed reason", "purpose": "School"}
SAFE = {"new_client": "yes", "existing_client": "unsure", "assessment": "no"}


def made() -> dict[str, Any]:
    """Everything, in a database that had none of it."""
    from django.utils import timezone

    kept: dict[str, Any] = {"made_at": timezone.now().isoformat()}
    kept |= clients() | subscribers() | staff() | {"open_pages": open_pages()}
    waiting_mails()
    kept["rows"] = {label: rows(label) for label in MODELS}
    return kept


def clients() -> dict[str, Any]:
    """Three requests; one came back by its link, added a word and was answered."""
    import uuid

    from booking import replies
    from booking.models import AppointmentRequest
    from tests.booking import factories

    client, requests = factories_client(), {}
    for kind, safe in SAFE.items():
        fields = factories.filled(kind, safe_now=safe, plain_mails="on", **texts(kind))
        assert client.post(factories.address(kind), fields).status_code == 302
        requests[kind] = AppointmentRequest.objects.latest("pk")
    link = link_in(requests["new_client"].about)
    page = client.get(link, follow=True).content.decode()
    about = re.search(r'name="about" value="([^"]+)"', page)[1]
    client.post("/appointments/yours/add/", {"about": about, "words": "A word more"})
    asked = AppointmentRequest.objects.get(pk=requests["new_client"].pk)
    by = factories.make_staff("Reception")
    replies.send(asked, "Our answer", by=by, seen_version=asked.version, key=uuid.uuid4())
    return {
        "requests": {kind: asked.reference for kind, asked in requests.items()},
        "client_link": link,
        "about": about,
        "cookies": {name: client.cookies[name].value for name in ("received", "yours")},
    }


def factories_client() -> Any:
    from tests.clients import StaffClient

    return StaffClient()


def texts(kind: str) -> dict[str, str]:
    asked = {"new_client": ("reason",), "existing_client": (), "assessment": ("purpose",)}[kind]
    return {name: SEALED[name] for name in ("message", *asked)}


def link_in(about: str) -> str:
    from django.conf import settings

    from clinic.models import OutgoingEmail

    text = OutgoingEmail.objects.get(kind="booking/receipt", about=about).text
    return re.search(r"http\S+/r/[\w-]+/", text)[0].removeprefix(settings.SITE_URL)


def subscribers() -> dict[str, Any]:
    """One who has not confirmed, one on the list, one who must never be written to."""
    from clinic import links
    from newsletter import emails
    from tests.newsletter import factories

    asked = factories.ask("asked@example.org")
    listed = factories.make_subscriber("confirmed", "listed@example.org")
    factories.erase(factories.make_subscriber("confirmed", "never@example.org"))
    dated = links.make_token(emails.UNSUBSCRIBE_PURPOSE, str(listed.public_id))
    confirm = links.make_token(emails.CONFIRM, f"{asked.subscriber.public_id}.{asked.pk}")
    yours = links.make_token(emails.YOURS, str(listed.public_id))
    leave = emails.unsubscribe_address(listed).removeprefix("http://testserver")
    return {
        "confirm_link": f"/newsletter/confirm/{confirm}/",
        "unsubscribe_links": [leave, f"/newsletter/unsubscribe/{dated}/"],
        "yours_link": f"/newsletter/yours/{yours}/",
    }


def staff() -> dict[str, Any]:
    """A colleague who is logged in, with an app, codes on paper and links for a password."""
    from django.utils.encoding import force_bytes
    from django.utils.http import urlsafe_base64_encode

    from clinic.models import AuthenticatorApp, RecoveryCodes
    from clinic.staff import passwords
    from tests.booking import factories

    user, client = factories.make_staff("Lead"), factories_client()
    app = AuthenticatorApp.new(user, confirmed=True)
    codes = RecoveryCodes.renew(user)
    client.force_login(user)
    choose = f"/admin/password/{urlsafe_base64_encode(force_bytes(user.pk))}/"
    return {
        "password_links": [
            f"{choose}{passwords.tokens.make(user, lives)}/"
            for lives in (passwords.RESET_LIFETIME, passwords.INVITATION_LIFETIME)
        ],
        "session": client.cookies["session"].value,
        "staff": {"username": user.username, "app_key": app.key, "recovery_code": codes[0]},
    }


def open_pages() -> dict[str, Any]:
    """Forms that stand open in browsers, with the names of all their fields."""
    from tests.booking import factories
    from tests.newsletter.factories import form_data

    wishes = {f"wish_{n}_{part}": "any" for n in (1, 2, 3) for part in ("day", "part")}
    needed = {"needed_by_day": "1", "needed_by_month": "2", "needed_by_year": "2030"}
    born = {f"date_of_birth_{part}": value for part, value in zip(*BORN, strict=True)}
    own = {
        "new_client": born | {"reason": "Sleep", "heard_from": "search", "referral": "gp"},
        "existing_client": {"change": "next"},
        "assessment": needed | {"purpose": "School"},
    }
    ticks = dict.fromkeys(
        ("voicemail_ok", "may_write", "may_call", "may_text", "plain_mails"), "on"
    )
    typed = {"preferred_name": "Sam", "phone": "0491 570 006", "avoid_times": "before 9"}
    typed |= {"message": "A message", "clinician": ""}
    everybody = wishes | ticks | typed | factories.FOR_CHILD
    forms = {kind: factories.filled(kind, **everybody | own[kind]) for kind in SAFE}
    becomes = {kind: stored_of(kind, fields) for kind, fields in forms.items()}
    sign_up = form_data("new@example.org", website="", language="en-AU")
    return {"requests": forms, "become": becomes, "sign_up": sign_up}


def stored_of(kind: str, fields: dict[str, str]) -> dict[str, dict[str, str]]:
    """What is stored of a form: every field that is read stands in some column."""
    from tests.booking import factories

    form = factories.make_form(kind, **fields)
    assert form.is_valid(), form.errors
    typed = [name for name in form.fields if name != "form_key"]
    columns = {name: str(value) for name, value in form.columns().items() if name in typed}
    return {"columns": columns, "answers": form.answers()}


BORN = (("day", "month", "year"), ("3", "4", "1990"))


def waiting_mails() -> None:
    """One of every kind, as an upgrade finds them in the outbox."""
    from clinic.mail import outbox
    from clinic.models import OutgoingEmail

    for subject in Path("templates").glob("*/emails/*/subject.txt"):
        kind = f"{subject.parts[1]}/{subject.parts[3]}"
        mail = OutgoingEmail(kind=kind, to="waits@example.org", subject="Waits", text="Words\n")
        outbox.put([mail])


def rows(label: str) -> list[dict[str, Any]]:
    """The rows of a model by column: names of fields may change, names of columns may not."""
    from django.apps import apps
    from django.db.models import JSONField

    def text(field: Any, row: Any) -> Any:
        value = getattr(row, field.attname)
        plain = value is None or isinstance(field, JSONField)
        return value if plain else field.value_to_string(row)

    model = apps.get_model(label)
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    found = model._base_manager.order_by("pk")
    return [{field.column: text(field, row) for field in fields} for row in found]


def main(name: str) -> None:
    """Write the file of this version."""
    importlib.import_module("tests.environment")
    os.environ["DJANGO_SETTINGS_MODULE"] = "clinic.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test.utils import override_settings

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    call_command("roles", verbosity=0)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": plain}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True), transaction.atomic():
        kept = made()
        transaction.set_rollback(True)
    KEPT.mkdir(exist_ok=True)
    text = json.dumps(kept, indent=1, ensure_ascii=False, default=str)
    (KEPT / f"{name}.json").write_text(f"{text}\n")


if __name__ == "__main__":
    main(sys.argv[1])
