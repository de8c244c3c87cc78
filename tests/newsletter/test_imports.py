import pytest

from newsletter.list import actions, imports
from newsletter.list.import_rows import read
from newsletter.models import ConsentEvent, Subscriber
from tests.newsletter.factories import ask, make_person, make_subscriber, make_user

pytestmark = pytest.mark.django_db


def rows(*emails):
    lines = [f"{email},paper,2026-05-01,Folder {n},Yes {n}" for n, email in enumerate(emails)]
    found, problems = read("\n".join(["email,basis,date,source,words", *lines]).encode())
    assert problems == []
    return found


def test_row_joins_with_its_proof():
    by = make_user()
    assert imports.add_subscribers(rows("Anna@Example.org"), by=by) == 1
    event = ConsentEvent.objects.get()
    assert (event.kind, event.basis, event.origin, event.by) == (
        "imported",
        "paper",
        "Folder 0",
        by,
    )
    assert (str(event.given_on), event.wording_text) == ("2026-05-01", "Yes 0")
    person = Subscriber.objects.reachable().get()
    assert (person.email, person.email_normalised) == ("Anna@Example.org", "anna@example.org")


def test_imported_person_is_found_by_the_sign_up_form():
    imports.add_subscribers(rows("anna@example.org"), by=make_user())
    assert ask("ANNA@example.org").subscriber.state == "confirmed"
    assert Subscriber.objects.count() == 1


def test_same_file_again_changes_nothing():
    table, by = rows("a@example.org", "b@example.org"), make_user()
    assert (imports.add_subscribers(table, by=by), imports.add_subscribers(table, by=by)) == (2, 0)
    assert ConsentEvent.objects.count() == Subscriber.objects.count() == 2


def test_check_counts_and_writes_nothing():
    known = make_subscriber()
    assert imports.check(rows(known.email, "new@example.org")) == 1
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("state", ["withdrawn", "suppressed", "erased"])
def test_who_does_not_want_it_keeps_the_whole_file_out(state):
    email = make_person(state)
    before = ConsentEvent.objects.count()
    with pytest.raises(imports.BadRowsError) as refused:
        imports.add_subscribers(rows("new@example.org", email.upper()), by=make_user())
    (problem,) = refused.value.problems
    assert problem.number == 3
    assert "Only they themselves can sign up again." in problem.text
    assert not Subscriber.objects.filter(email="new@example.org").exists()
    assert ConsentEvent.objects.count() == before


def test_address_nobody_may_write_to_is_refused_though_never_on_the_list():
    """Pitfall 24."""
    from newsletter.list import erasing

    erasing.never_write("a@example.org", by=make_user())
    with pytest.raises(imports.BadRowsError) as refused:
        imports.check(rows("a@example.org"))
    assert "asked us never to write" in refused.value.problems[0].text


def test_pending_person_joins_and_confirms_by_their_old_link():
    """Their own button is the better yes, and the ledger says that they pressed it."""
    asked = ask("a@example.org")
    imports.add_subscribers(rows("a@example.org"), by=make_user())
    for _ in range(2):
        assert actions.confirm(asked).state == "confirmed"
    assert [e.kind for e in asked.subscriber.events.all()] == ["asked", "imported", "confirmed"]


def test_ten_thousand_rows_take_few_statements(django_assert_max_num_queries):
    table, by = rows(*[f"person{number}@example.org" for number in range(10_000)]), make_user()
    # SQLite takes 999 values in one statement: about ninety people.
    with django_assert_max_num_queries(500):
        assert imports.add_subscribers(table, by=by) == 10_000
    assert Subscriber.objects.reachable().count() == 10_000
