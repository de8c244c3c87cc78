"""Contract, promise 5: bad input gets a page that helps and keeps what could be read."""

from html import unescape

import pytest
from django.http import QueryDict

from booking.intake.forms import FORMS, FormOptions
from booking.models import AppointmentRequest
from booking.models.choices import Kind as RequestKind
from tests.booking.factories import FOR_CHILD, KINDS, address, filled, make_form

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"
REQUIRED = {
    kind: [
        "safe_now", "name", "email", "contact_preference", "for_whom", "format",
        "privacy_consent", *own,
    ]
    for kind, own in {
        RequestKind.NEW_CLIENT: ["reason", "referral"],
        RequestKind.EXISTING_CLIENT: ["change"],
        RequestKind.ASSESSMENT: ["assessment", "referral"],
    }.items()
}  # fmt: skip
INPUTS = [(kind, name) for kind in KINDS for name in FORMS[kind]._input_names()]
WORDS = (
    "name",
    "preferred_name",
    "avoid_times",
    "relationship",
    "reason",
    "message",
    "purpose",
    "client_name",
    "where_now",
    "emergency_contact",
)
#: Every question is asked.
ANSWERED = FOR_CHILD | {"safe_now": "no"}


def post(client, kind, **changes):
    return client.post(
        address(kind), filled(kind, **FOR_CHILD | {"message": "kept words"} | changes)
    )


def check_refused(response, *kept):
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert 'role="alert"' in page
    for words in kept:
        assert words in page
    assert not AppointmentRequest.objects.exists()


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in REQUIRED.items() for name in names]
)
def test_required_field_missing(kind, name):
    for value in (None, "", "   "):
        form = make_form(kind, **ANSWERED | {name: value})
        assert not form.is_valid(), repr(value)
        assert name in form.errors, repr(value)


@pytest.mark.parametrize("kind", KINDS)
def test_page_leads_to_every_required_field_that_is_missing(client, kind):
    response = post(client, kind, **dict.fromkeys(REQUIRED[kind], ""))
    check_refused(response, "kept words")
    page = response.content.decode()
    for name in REQUIRED[kind]:
        assert f'href="#id_{name}' in page
        assert f'id="id_{name}_error"' in page


@pytest.mark.parametrize("whom", ["child", "other"])
def test_person_it_is_for_is_needed(client, whom):
    response = post(
        client, RequestKind.NEW_CLIENT, **FOR_CHILD | {"for_whom": whom, "client_name": ""}
    )
    check_refused(response, "kept words")
    assert 'id="id_client_name_error"' in response.content.decode()


def test_name_of_another_person_is_enough(client):
    response = post(client, RequestKind.NEW_CLIENT, for_whom="other", client_name="Sample Friend")
    assert response.status_code == 302


@pytest.mark.parametrize("preference", ["phone", "sms"])
def test_phone_is_needed_to_call(client, preference):
    response = post(client, RequestKind.NEW_CLIENT, contact_preference=preference)
    check_refused(response, "Enter a phone number, or choose email instead.")


def test_everything_missing(client):
    for kind in KINDS:
        check_refused(client.post(address(kind), {}))


def shown_again(form, name):
    """What would stand in the page at this input."""
    assert not form.is_valid()
    return form.data.get(name, "")


@pytest.mark.parametrize(("kind", "name"), INPUTS)
def test_far_too_long(kind, name):
    long = "a" * 100_000
    kept = shown_again(make_form(kind, **ANSWERED | {name: long}), name)
    assert kept == long or name not in WORDS


@pytest.mark.parametrize("kind", KINDS)
def test_page_keeps_words_that_are_far_too_long(client, kind):
    long = {name: name * 5_000 for k, name in INPUTS if k == kind}
    response = post(client, kind, **long)
    check_refused(response, *(long[name] for name in WORDS if name in long))


@pytest.mark.parametrize(("kind", "name"), INPUTS)
def test_nul_bytes_are_refused_and_the_rest_kept(kind, name):
    form = make_form(kind, **ANSWERED | {name: "a\0b"})
    kept = shown_again(form, name)
    assert kept == "ab" or name == "form_key"


def test_nul_bytes_everywhere(client):
    for kind in KINDS:
        response = client.post(address(kind), {n: "a\0b" for k, n in INPUTS if k == kind})
        check_refused(response, "ab")
        assert b"\0" not in response.content


@pytest.mark.parametrize(("kind", "name"), INPUTS)
def test_answered_twice_is_refused_and_the_last_kept(kind, name):
    data = QueryDict(mutable=True)
    data.update(filled(kind, **ANSWERED))
    data.setlist(name, ["one", data.get(name, "two")])
    form = FORMS[kind](data, options=FormOptions())
    assert shown_again(form, name) == data[name]


def test_answered_twice_says_so(client):
    body = "name=One&name=Two&message=kept+words"
    response = client.post(address(RequestKind.NEW_CLIENT), body, content_type=URLENCODED)
    check_refused(response, "kept words", 'value="Two"', "This was answered twice")


@pytest.mark.parametrize(("kind", "name"), INPUTS)
@pytest.mark.parametrize("words", ["😀😀", "\u202eسلام"])
def test_unusual_words_are_kept_or_refused(kind, name, words):
    form = make_form(kind, **ANSWERED | {name: words})
    if name in (*WORDS, "homepage"):
        assert form.is_valid(), form.errors
    elif name == "recognition_word" and form.is_valid():
        assert form.cleaned_data[name] == words.replace("\u202e", "")
    else:
        assert shown_again(form, name) == words or name == "form_key"


def test_markup_is_shown_as_text(client):
    for kind in KINDS:
        attack = "<script>alert(1)</script>"
        response = client.post(address(kind), {n: attack for k, n in INPUTS if k == kind})
        check_refused(response)
        assert b"<script>alert" not in response.content


def test_names_of_the_whole_world_are_welcome(client):
    response = post(client, RequestKind.NEW_CLIENT, name="Nguyễn Thị 😀 سلام", reason="\u202e😀")
    assert response.status_code == 302
    stored = AppointmentRequest.objects.get()
    assert stored.name == "Nguyễn Thị 😀 سلام"
    assert stored.answers.read("reason") == "\u202e😀"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", '{"name": "x"}'),
        ("text/plain", "name=x"),
        ("", "name=x"),
        ("multipart/form-data", "name=x"),
        ("multipart/form-data; boundary=x", "--x\r\nbroken"),
        ("application/x-www-form-urlencoded; charset=utf-16", "name=x"),
        (URLENCODED, "name=%FF%FE&message=%ED%A0%80"),
        (URLENCODED, "&".join(f"field{n}=1" for n in range(1200))),
    ],
)
def test_wrong_content_type_or_body(client, kind, content_type, body):
    response = client.post(address(kind), body, content_type=content_type)
    assert 400 <= response.status_code < 500
    assert b"13 11 14" in response.content


def test_text_within_the_limit_is_taken_whole(client):
    words = "é\r\n" * 2500
    assert post(client, RequestKind.NEW_CLIENT, reason=words).status_code == 302
    assert AppointmentRequest.objects.get().answers.read("reason") == ("é\n" * 2500).strip()


@pytest.mark.parametrize(
    "address_typed", ["no", "a b@example.org", "a@example.org\nBcc: b@example.org", "é@example.org"]
)
def test_address_that_is_none(client, address_typed):
    check_refused(post(client, RequestKind.NEW_CLIENT, email=address_typed), "name@example.org")
