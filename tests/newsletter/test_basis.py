"""Only who confirmed reads "you confirmed": in mails, on their page, in the admin."""

from datetime import timedelta
from html import escape

import pytest
from django.utils import timezone

from newsletter.issue import compose
from newsletter.list import actions, basis, imports
from newsletter.list.import_rows import read
from newsletter.models import ConsentEvent, Subscriber
from newsletter.sending import batches, campaigns, providers
from tests.newsletter.dialects import DIALECTS
from tests.newsletter.factories import (
    ask,
    import_subscriber,
    make_issue,
    make_reader,
    make_subscriber,
    make_user,
)
from tests.newsletter.senders import expire_leases, go_on, is_whole, send_all, states

pytestmark = pytest.mark.django_db

everybody = pytest.mark.parametrize("fake_provider", DIALECTS, indirect=True)
with_keys = pytest.mark.parametrize("fake_provider", ["resend", "brevo"], indirect=True)
SENTENCES = {
    "website": "you gave your consent in a form on another website on 3 March 2026.",
    "paper": "you gave your consent on paper on 3 March 2026.",
    "spoken": "you gave your consent by word of mouth on 3 March 2026, and it was written down.",
    "mail": "you wrote to us and asked for it on 3 March 2026.",
}


def why(person):
    return basis.sentence(basis.latest_consent(person))


def footers(provider):
    """What each person reads, as they get it; the two parts of a mail say the same."""
    found = {}
    for message in provider.messages:
        (line,) = [x for x in message["TextBody"].splitlines() if is_footer(x)]
        assert message["HtmlBody"].count(f">{line}<") == 1
        assert ("confirmed" in message["TextBody"] + message["HtmlBody"]) == (
            line == basis.CONFIRMED
        )
        found[message["To"]] = line
    return found


def is_footer(line):
    return line.startswith(("You get this because", "You are on this list because"))


@pytest.mark.parametrize("given", SENTENCES)
def test_imported_person_reads_basis_date_and_who_added_them(given):
    text = why(import_subscriber(basis=given))
    assert SENTENCES[given] in text
    today = timezone.localdate()
    added = f"A member of our staff added you on {today.day} {today:%B %Y}."
    assert text == f"You are on this list because {SENTENCES[given]} {added}"


def test_every_basis_of_the_ledger_has_its_sentence():
    assert set(basis.CONSENT_TEXTS) == set(ConsentEvent.Basis)


@pytest.mark.parametrize("given", SENTENCES)
def test_sentence_is_the_same_in_html(given):
    """Providers that fill in mails themselves have one field for both parts."""
    assert escape(why(import_subscriber(basis=given))) == why(import_subscriber(basis=given))
    for text in (basis.CONFIRMED, basis.ON_THE_LIST, basis.TEST_FOOTER):
        assert escape(text) == text


def test_who_confirmed_reads_so_whatever_came_before():
    asked = ask("a@example.org")
    imported = import_subscriber("a@example.org")
    actions.confirm(asked)
    assert why(imported) == basis.CONFIRMED


def test_who_left_and_signed_up_again_reads_their_latest_yes():
    person = import_subscriber("a@example.org")
    actions.withdraw(person.public_id, method="link")
    actions.confirm(ask("a@example.org"))
    assert why(person) == basis.CONFIRMED


def test_who_only_asked_again_has_not_confirmed():
    """Anybody can type an address."""
    person = import_subscriber("a@example.org")
    ask("a@example.org")
    assert "on paper on 3 March 2026" in why(person)


def test_corrected_address_was_confirmed_in_its_mailbox():
    person = import_subscriber()
    new = actions.confirm(ask("new@example.org", replaces=person))
    assert why(new) == basis.CONFIRMED


def test_nothing_in_the_ledger_claims_nothing():
    assert why(make_subscriber()) == basis.ON_THE_LIST


@everybody
def test_each_provider_gives_each_person_their_own_sentence(fake_provider, start):
    reader, paper, mail = make_reader(), import_subscriber(), import_subscriber(basis="mail")
    campaign = start()
    send_all()
    assert len(fake_provider.calls) == 1
    people = (reader, paper, mail)
    assert footers(fake_provider) == {p.email: why(p) for p in people}
    assert is_whole(campaign)


def test_files_and_smtp_give_each_person_their_own_sentence(mail_files, start):
    people = [make_reader(), import_subscriber(), make_subscriber()]
    start()
    send_all()
    found = {mail["To"]: mail for mail in mail_files()}
    for person in people:
        for part in found[person.email].iter_parts():
            assert why(person) in part.get_content()
            assert ("confirmed" in part.get_content()) == (why(person) == basis.CONFIRMED)


@with_keys
@pytest.mark.parametrize("fate", ["accept, then hang up", 500])
def test_sentence_is_the_same_when_asked_again_with_the_same_key(fake_provider, start, fate):
    """Whatever the person has done meanwhile: the bytes of a key never change."""
    asked = ask("a@example.org")
    person = import_subscriber("a@example.org")
    before = why(person)
    fake_provider.script = [fate]
    campaign = start()
    send_all()
    actions.confirm(asked)
    go_on(campaign)
    assert fake_provider.asked == 2
    assert states(campaign) == {"accepted": 1}
    assert footers(fake_provider) == {person.email: before}


@with_keys
def test_batch_of_the_version_before_is_asked_about_with_its_own_bytes(
    fake_provider, start, monkeypatch
):
    """It knew the one sentence, and no field for another."""
    make_reader(), make_reader()
    fake_provider.script = ["accept, then hang up"]
    campaign = start()
    with monkeypatch.context() as before:
        before.setattr("newsletter.sending.messages._personal_values", _own_before)
        send_all()
    go_on(campaign)
    assert fake_provider.asked == 2
    assert states(campaign) == {"accepted": 2}


def _own_before(deliveries, unsubscribe_links, footers):
    return {email: {"leave": link} for email, link in unsubscribe_links.items()}


@everybody
def test_words_prepared_by_the_version_before_get_the_true_sentence(fake_provider, start):
    """Frozen words hold the sentence itself: a campaign in the queue is mended, too."""
    person = import_subscriber()
    campaign = start()
    assert basis.CONFIRMED in campaign.text
    assert basis.CONFIRMED in campaign.html
    send_all()
    assert footers(fake_provider) == {person.email: why(person)}


def test_frozen_words_are_whole_sentences_for_the_version_before(start):
    """It would send what it does not know as it stands."""
    campaign = start()
    words = campaign.text.replace(compose.UNSUBSCRIBE, "") + campaign.html
    assert "%%" not in words.replace(compose.UNSUBSCRIBE, "")


def test_sentences_cost_one_query_for_any_number(django_assert_num_queries):
    rows = [f"p{n}@example.org,paper,2026-03-03,Folder,Yes" for n in range(50)]
    table, _ = read("\n".join(["email,basis,date,source,words", *rows]).encode())
    imports.add_subscribers(table, by=make_user())
    people = list(ConsentEvent.objects.values_list("subscriber", flat=True))
    with django_assert_num_queries(1):
        found = basis.sentences(people, until=timezone.now())
    assert len(found) == 50
    assert len(set(found.values())) == 1


def test_yes_after_the_claim_is_not_said_by_its_batch():
    asked = ask("a@example.org")
    person = import_subscriber("a@example.org")
    claimed_at = timezone.now()
    actions.confirm(asked)
    assert "on paper" in basis.sentences([person.pk], until=claimed_at)[person.pk]
    later = claimed_at + timedelta(minutes=1)
    assert basis.sentences([person.pk], until=later) == {person.pk: basis.CONFIRMED}


def test_crash_before_the_call_sends_the_right_sentences_later(fake_provider, start):
    person = import_subscriber()
    campaign = start()
    batches.claim(campaign, providers.current())
    expire_leases()
    send_all()
    assert footers(fake_provider) == {person.email: why(person)}


def test_sign_up_of_an_imported_person_is_answered_with_the_truth(outbox_sent):
    person = import_subscriber("a@example.org")
    ask("a@example.org")
    mail = outbox_sent()[0]
    assert why(person) in " ".join(mail.body.split())
    assert why(person) in mail.alternatives[0].content
    assert "confirm" not in mail.body + mail.alternatives[0].content


def test_sign_up_of_who_confirmed_is_answered_with_the_truth(outbox_sent):
    person = make_reader("a@example.org")
    Subscriber.objects.update(answered_at=None)  # an hour ago
    ask("a@example.org")
    mail = outbox_sent()[0]
    assert why(person) == basis.CONFIRMED
    assert basis.CONFIRMED in mail.body
    assert basis.CONFIRMED in mail.alternatives[0].content


def test_mail_of_an_issue_says_the_sentence_once_in_each_part():
    content = compose.compose(make_issue())
    assert [part.count(basis.CONFIRMED) for part in (content.text, content.html)] == [1, 1]


def test_campaign_is_not_stale_for_another_persons_sentence(start):
    """What was prepared before may still be released: its words are the same."""
    assert not campaigns.is_stale(start())
