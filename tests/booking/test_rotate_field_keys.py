import base64
import io

import pytest
from django.core.management import CommandError, call_command

from booking import resealing
from booking.models import AddedWord, IntakeAnswers
from clinic.privacy import field_keys
from tests.booking.factories import make_request

pytestmark = pytest.mark.django_db
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


@pytest.fixture
def words():
    """A request with an added word, sealed with the key the tests start with."""
    appointment_request = make_request(reason="Sleep", message="Not on Mondays")
    word = AddedWord(appointment_request=appointment_request)
    word.put("One more thing")
    word.save()
    return appointment_request.pk, word.pk


@pytest.fixture
def rotated(words, settings):
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    return words


def rotate(**options):
    out = io.StringIO()
    call_command("rotate_field_keys", stdout=out, stderr=out, **options)
    return out.getvalue()


def read(pks):
    answers, word = IntakeAnswers.objects.get(pk=pks[0]), AddedWord.objects.get(pk=pks[1])
    return answers.read("reason"), answers.read("message"), answers.read("safe_now"), word.read()


def test_rotation_makes_the_old_key_needless(rotated, settings):
    before = read(rotated)
    assert "2 rows sealed again" in rotate()
    settings.FIELD_KEYS = [NEW]
    assert read(rotated) == before
    assert before[0] == "Sleep"


def test_rotation_twice_changes_nothing_more(rotated):
    rotate()
    stored = list(IntakeAnswers.objects.values_list())
    assert rotate().startswith("0 rows sealed again.\n2 rows have the newest key")
    assert list(IntakeAnswers.objects.values_list()) == stored


def test_dry_run_counts_and_changes_nothing(rotated):
    stored = list(IntakeAnswers.objects.values_list())
    assert "2 rows would be sealed again" in rotate(dry_run=True)
    assert list(IntakeAnswers.objects.values_list()) == stored


@pytest.mark.parametrize("dry_run", [True, False])
def test_rows_that_no_key_opens_are_named_and_the_rest_goes_on(rotated, dry_run):
    IntakeAnswers.objects.filter(pk=rotated[0]).update(reason=b"x" * 40)
    stored = IntakeAnswers.objects.filter(pk=rotated[0]).values_list()
    before, out = list(stored), io.StringIO()
    with pytest.raises(CommandError, match="1 rows cannot be opened") as refused:
        call_command("rotate_field_keys", stdout=out, stderr=out, dry_run=dry_run)
    assert refused.value.returncode == 1
    assert f"No key opens booking.IntakeAnswers {rotated[0]}." in out.getvalue()
    assert "Sleep" not in out.getvalue()
    assert out.getvalue().startswith("1 rows")
    assert list(stored) == before


def test_rotation_killed_half_way_goes_on(rotated, monkeypatch):
    """Each row has a transaction of its own: what was done stays done."""
    one_row, done = resealing._reseal, []

    def killed(*args, **options):
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return one_row(*args, **options)

    monkeypatch.setattr(resealing, "_reseal", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.undo()
    assert "1 rows sealed again" in rotate()


def test_batches_reach_every_row(rotated, monkeypatch):
    monkeypatch.setattr(resealing, "BATCH", 2)
    pks = sorted([rotated[0], *[make_request().pk for _ in range(4)]])
    assert list(resealing._primary_keys(IntakeAnswers)) == pks


def test_every_sealed_column_is_rotated():
    """A new model with bytes must name them in `SEALED_COLUMNS`."""
    from django.apps import apps
    from django.db import models

    found = {
        (model, field.name)
        for label in ("booking", "clinic", "newsletter", "pages")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    named = {(m, c) for m in field_keys.sealed_models() for c in m.SEALED_COLUMNS}
    assert found == named
