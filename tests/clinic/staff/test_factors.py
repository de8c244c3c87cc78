import io

import pytest
from django.core.management import CommandError, call_command

from clinic.models import AuthenticatorApp, OutgoingEmail, RecoveryCodes
from clinic.staff import factors
from tests.clinic.staff.people import code, is_in, make_enrolled, make_person

pytestmark = pytest.mark.django_db


def reset(*args, **options):
    out = io.StringIO()
    call_command("reset_factors", *args, stdout=out, **options)
    return out.getvalue()


def test_removing_ends_sessions_and_leads_to_a_new_second_step(client):
    person, _, _ = make_enrolled()
    client.force_login(person)
    assert reset("somebody") == "2 removed.\n"
    assert not is_in(client)
    client.password_only(person)
    assert client.get("/admin/").url.startswith("/admin/your-log-in/")


def test_removing_again_changes_nothing_and_tells_nobody_twice():
    make_enrolled()
    assert [reset("somebody"), reset("somebody")] == ["2 removed.\n", "0 removed.\n"]
    assert OutgoingEmail.objects.count() == 1


def test_dry_run_counts_and_changes_nothing():
    make_enrolled()
    assert reset("somebody", dry_run=True).startswith("2 would be removed")
    assert AuthenticatorApp.objects.exists()


def test_unknown_username_is_said():
    with pytest.raises(CommandError, match="Nobody has that username"):
        reset("nobody")


def test_only_the_persons_own_sessions_end(client):
    person, _, _ = make_enrolled()
    colleague = make_person(username="colleague")
    client.force_login(colleague)
    factors.end_sessions(person)
    assert is_in(client)


def test_mail_about_a_change_says_what_happened():
    person, app, _ = make_enrolled()
    factors.confirm_app(app)
    mail = OutgoingEmail.objects.get()
    assert "A new app was set up" in mail.text
    assert "A new app was set up" in mail.html
    assert mail.to == person.email


def test_who_has_no_address_is_told_nothing():
    _, app, _ = make_enrolled(email="")
    factors.confirm_app(app)
    assert not OutgoingEmail.objects.exists()


def test_key_of_somebody_else_does_not_open_here():
    from clinic.privacy.sealed import UnreadableError

    _, app, _ = make_enrolled()
    _, theirs, _ = make_enrolled(username="colleague")
    theirs.sealed_key = app.sealed_key
    with pytest.raises(UnreadableError):
        code(theirs)


def test_hash_of_somebody_else_does_not_open_here():
    _, _, codes = make_enrolled()
    make_enrolled(username="colleague")
    hashes = RecoveryCodes.objects.get(user__username="somebody").hashes
    theirs = RecoveryCodes.objects.get(user__username="colleague")
    theirs.hashes = hashes
    assert not theirs.verify_token(codes[0])
