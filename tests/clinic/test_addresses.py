"""One field for addresses, on public pages, at the desk and where editors write."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse

from booking.intake.forms.fields import email
from clinic.form_fields.addresses import INVALID, NOT_PLAIN, UNREACHABLE, AddressField
from clinic.models import ClinicDetails, DutyTurn, PasswordAsk
from newsletter.admin.erasure import NeverWriteForm
from newsletter.list.forms import SignUpForm
from tests.clinic.test_typed import UNSEEN

FIELDS = {
    "booking": email("Email address"),
    "sign-up": SignUpForm.base_fields["email"],
    "never write": NeverWriteForm.base_fields["address"],
    "clinic details": ClinicDetails._meta.get_field("email").formfield(),
    "duty roster": DutyTurn._meta.get_field("email").formfield(),
}
OTHER_LETTERS = ["\u212aate@example.org", "ſam@example.org", "sıd@example.org", "Жan@example.org"]


def refusal(field, typed):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize("name", FIELDS)
def test_fault_20_every_form_asks_by_one_field(name):
    assert isinstance(FIELDS[name], AddressField)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("typed", OTHER_LETTERS)
def test_fault_20_letters_that_pass_for_others_are_refused(name, typed):
    assert refusal(FIELDS[name], typed) == [NOT_PLAIN]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("unseen", [*UNSEEN, "\u200c", "\u200d"])
def test_fault_20_what_was_pasted_along_is_taken_out(name, unseen):
    for typed in (
        f"{unseen}kate@example.org",
        f"ka{unseen}te@example.org{unseen} ",
        "kate@example.org",
    ):
        assert FIELDS[name].clean(typed) == "kate@example.org"


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    "typed",
    [
        *("t@localhost", "t@LOCALHOST", "t@[127.0.0.1]", "t@[IPv6:::1]", "t@10.0.0.12", "t@gmail"),
        *("t@router.local", "t@a.localhost", "t@nas.lan", "t@mail.internal", "t@x.invalid"),
        "t@printer.home.arpa",
    ],
)
def test_fault_20_address_nobody_can_reach_is_asked_about(name, typed):
    assert refusal(FIELDS[name], typed) == [UNREACHABLE]


@pytest.mark.parametrize(
    "typed", ["Kate.O'Brien+x@Example.org", "k@xn--bcher-kva.example", "k@local.example.com.au"]
)
def test_fault_20_plain_address_is_kept_as_typed(typed):
    assert AddressField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["nobody", "@example.org", "a b@example.org", "a@b@example.org"])
def test_fault_20_what_is_no_address_is_refused_in_words(typed):
    assert refusal(AddressField(), typed) == [INVALID]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["\u212aate@example.org", "kate@localhost"])
def test_fault_20_new_colleague_is_asked_for_a_real_address(admin_client, typed):
    sent = {"first_name": "Kate", "last_name": "Lee", "email": typed, "groups": ["1"]}
    page = admin_client.post(reverse("admin:auth_user_add"), sent).text
    assert "Enter the " in page
    assert not get_user_model().objects.filter(first_name="Kate").exists()


@pytest.mark.django_db
def test_fault_20_pasted_address_gets_its_link(client):
    client.post(reverse("entry:forgot"), {"email": "\u200ekate@example.org\ufeff"})
    assert PasswordAsk.objects.get().address == "kate@example.org"
