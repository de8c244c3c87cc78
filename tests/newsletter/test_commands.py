"""CONTRACT, promise 6: every mass change has --dry-run and prints counts."""

import pytest
from django.core.management import CommandError, call_command

from newsletter.models import Subscriber, Suppression
from tests.newsletter.factories import make_subscriber, make_user
from tests.newsletter.test_erasing import pending

pytestmark = pytest.mark.django_db


def said(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr().out


def test_purge_counts_first_and_then_forgets(capsys):
    pending(days=15)
    assert "1 unconfirmed addresses would be forgotten (dry run)." in said(
        capsys, "purge_unconfirmed", "--dry-run"
    )
    assert Subscriber.objects.get().state == "pending"
    assert "1 unconfirmed addresses forgotten." in said(capsys, "purge_unconfirmed")
    assert Subscriber.objects.get().state == "erased"


@pytest.mark.parametrize("which", ["--id", "--address"])
def test_erase_counts_first_and_then_erases(capsys, which):
    make_user(username="olga")
    person = make_subscriber(email="a@example.org")
    value = str(person.pk) if which == "--id" else " A@example.ORG".strip()
    erase = ("erase_subscriber", which, value, "--by", "olga")
    assert "1 addresses would be erased (dry run)." in said(capsys, *erase, "--dry-run")
    assert (Subscriber.objects.get().state, Suppression.objects.count()) == ("confirmed", 0)
    assert "1 addresses erased." in said(capsys, *erase)
    assert Subscriber.objects.get().events.get().by.username == "olga"


@pytest.mark.parametrize("address", ["nobody@example.org", "no address", "a@" + "x" * 300])
def test_erase_of_nobody_says_so(address):
    make_user(username="olga")
    with pytest.raises(CommandError, match="no such subscriber"):
        call_command("erase_subscriber", "--address", address, "--by", "olga")


def test_erase_wants_to_know_who_asks():
    person = make_subscriber()
    with pytest.raises(CommandError, match="no member of staff"):
        call_command("erase_subscriber", "--id", str(person.pk), "--by", "nobody")
