"""One slip in Clinic details changes nothing before somebody has compared old and new."""

import pytest
from django.core.management import call_command

from clinic.crisis.form import CONFIRMED
from clinic.models import ClinicDetails, CrisisLine, CrisisLinesVersion, OutgoingEmail
from tests.clinic.crisis.details import lines, save, tick
from tests.pages import factories, staff

pytestmark = pytest.mark.django_db

SLIP = {"Lifeline": {"phone": "13 11 41"}}


@pytest.fixture
def editor():
    call_command("roles", verbosity=0)
    staff.somebody("Owner", "ruth")
    return staff.logged_in("Editor")


def phone(name="Lifeline"):
    return CrisisLine.objects.get(name=name).phone


def test_slip_is_asked_about_and_everything_typed_stays(editor):
    page = save(editor, lines(**SLIP), phone="02 5550 9999").content.decode()
    assert phone() == "13 11 14"
    for words in ("13 11 14", 'value="13 11 41"', 'value="02 5550 9999"', "Nothing is saved yet"):
        assert words in page
    assert "The reviewed list has 13 11 14 for Lifeline, not 13 11 41" in page
    assert ClinicDetails.load().phone == ""
    assert not OutgoingEmail.objects.exists()


def test_confirmed_change_is_saved_kept_and_told(editor):
    changed = lines(**SLIP)
    answer = save(editor, changed, **tick(save(editor, changed)))
    assert answer.status_code == 302
    assert phone() == "13 11 41"
    after, before = CrisisLinesVersion.objects.all()
    assert (after.by.username, before.by) == ("editor", None)
    assert [v.lines[1]["phone"] for v in (before, after)] == ["13 11 14", "13 11 41"]


def test_owner_gets_a_mail_that_names_line_numbers_and_who(editor, outbox_sent):
    changed = lines(**SLIP)
    save(editor, changed, **tick(save(editor, changed)))
    (mail,) = outbox_sent()
    assert mail.to == ["ruth@example.org"]
    assert mail.subject == "The crisis lines were changed"
    for words in ("editor has changed", "Before: Lifeline 13 11 14", "Now: Lifeline 13 11 41"):
        assert words in mail.body
    assert "/cms/crisis-lines/" in mail.body


@pytest.mark.parametrize("yes", ["1", "on", "0" * 64])
def test_yes_to_something_else_is_no_yes(editor, yes):
    save(editor, lines(**SLIP), **{CONFIRMED: yes})
    assert phone() == "13 11 14"


def test_yes_does_not_cover_a_second_slip(editor):
    yes = tick(save(editor, lines(**SLIP)))
    both = lines(**SLIP, **{"Kids Helpline": {"phone": "1800 55 1880"}})
    save(editor, both, **yes)
    assert (phone(), phone("Kids Helpline")) == ("13 11 14", "1800 55 1800")


@pytest.mark.parametrize(
    "change",
    [
        {"text": "0477 13 11 41"},
        {"text": ""},
        {"name": "Live line"},
        {"on_every_page": False},
        {"DELETE": "on"},
    ],
)
def test_text_number_name_and_going_are_asked_about_too(editor, change):
    before = lines()
    assert save(editor, lines(Lifeline=change)).status_code == 200
    assert lines() == before


def test_new_line_is_asked_about(editor):
    new = {"name": "Ours", "phone": "1800 000 111", "text": "", "note": "", "on_every_page": True}
    page = save(editor, [*lines(), new]).content.decode()
    assert "The reviewed list does not have 1800 000 111" in page
    assert not CrisisLine.objects.filter(name="Ours").exists()


def test_note_is_saved_without_a_question_and_kept_without_a_mail(editor):
    assert save(editor, lines(Lifeline={"note": "For all"})).status_code == 302
    assert CrisisLinesVersion.objects.count() == 2
    assert not OutgoingEmail.objects.exists()


def test_other_details_are_saved_without_a_question(editor):
    assert save(editor, lines(), phone="02 5550 9999").status_code == 302
    assert ClinicDetails.load().phone == "02 5550 9999"
    assert not CrisisLinesVersion.objects.exists()


def test_letters_are_no_number(editor):
    page = save(editor, lines(Lifeline={"phone": "13 LIFE"})).content.decode()
    assert "Write the number in digits, such as 13 11 14." in page


def test_texts_that_do_not_follow_are_named(editor):
    factories.standard("By hand", slug="by-hand", lead="Lifeline is on 131114.")
    factories.standard("In braces", slug="in-braces", lead="Call {Lifeline}.")
    assert "131114 is typed by hand" in save(editor, lines(**SLIP)).content.decode()
    page = save(editor, lines(Lifeline={"DELETE": "on"})).content.decode()
    assert "In braces" in page
    assert "It names lifeline in braces" in page


def test_where_else_to_go_is_held_against_the_list_too(editor):
    page = save(editor, lines(), elsewhere="Call Lifeline on 13 11 41.").content.decode()
    assert "13 11 41: Clinic details give 13 11 14 for Lifeline." in page
    assert "13 11 41" not in ClinicDetails.load().elsewhere


def test_without_an_owner_those_who_run_the_site_are_told(settings, django_user_model):
    call_command("roles", verbosity=0)
    editor = staff.logged_in("Editor")
    changed = lines(**SLIP)
    save(editor, changed, **tick(save(editor, changed)))
    assert OutgoingEmail.objects.get().to == settings.RECEPTION_EMAIL


EMERGENCIES = ["00 0", "0 0 0", "0-0-0", "(000)", "０００", "00\u00a00", " 000 ", "٠٠٠", "00.0"]


@pytest.mark.parametrize("typed", EMERGENCIES)
def test_number_of_the_reviewed_list_is_kept_as_the_list_has_it(editor, typed):
    """However it is typed; nothing differs, so nothing is asked."""
    changed = lines(Emergency={"phone": typed}, Lifeline={"phone": "131114", "note": "All"})
    assert save(editor, changed).status_code == 302
    assert (phone("Emergency"), phone()) == ("000", "13 11 14")
    assert str(CrisisLinesVersion.objects.first().lines[0]["phone"]) == "000"


@pytest.mark.parametrize("typed", ["00", "0000", "00 O", "112", "0 0 1"])
def test_other_digits_are_asked_about(editor, typed):
    page = save(editor, lines(Emergency={"phone": typed})).content.decode()
    assert phone("Emergency") == "000"
    assert "Nothing is saved yet" in page or "Write the number in digits" in page


def test_other_spelling_of_an_unknown_number_is_asked_about(editor):
    CrisisLine.objects.filter(name="Kids Helpline").update(phone="1800 000 111")
    page = save(editor, lines(**{"Kids Helpline": {"phone": "1800000111"}})).content.decode()
    assert "Nothing is saved yet" in page


@pytest.mark.parametrize("typed", EMERGENCIES)
@pytest.mark.parametrize("place", [0, 9])
def test_line_kept_as_it_was_typed_is_shown_as_the_list_has_it(client, typed, place):
    """Earlier versions kept it so; the emergency number stands first in any order."""
    from booking.safety.messages import call_now

    CrisisLine.objects.filter(name="Emergency").update(phone=typed, sort_order=place)
    CrisisLine.objects.filter(name="Lifeline").update(phone="131114")
    known = ClinicDetails._read().lines
    assert (known[0].phone, known[0].phone_href) == ("000", "tel:000")
    assert call_now(known) == "Call 000 or Lifeline 13 11 14 now."
    assert call_now(CrisisLine.objects.all()) == "Call 000 or Lifeline 13 11 14 now."
