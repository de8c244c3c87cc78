import datetime

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from booking.intake.forms.fields import DateField, TickField, clean_input, email
from booking.phones import normalise_phone


def born(**kwargs):
    return DateField(past=True, out_of_range="past please", required=False, **kwargs)


@pytest.mark.parametrize(
    "parts", [["27", "3", "1990"], [" 27", "03", "1990 "], ["27", "Mar", "1990"]]
)
def test_date_is_understood(parts):
    assert born().clean(parts) == datetime.date(1990, 3, 27)


def test_date_left_empty_is_none():
    assert born().clean(["", None, ""]) is None


@pytest.mark.parametrize(
    "parts",
    [["27", "", "1990"], ["31", "2", "1990"], ["1", "1", "90"], ["²", "1", "1990"],
     ["1", "1", "99999"], ["x" * 100_000, "1", "1990"], ["27", "Smarch", "1990"]],
)  # fmt: skip
def test_date_that_is_none_says_what_to_do(parts):
    with pytest.raises(ValidationError, match="27 3 1990"):
        born().clean(parts)


@pytest.mark.parametrize("year", ["1899", "2999"])
def test_birthday_must_be_in_the_past(year):
    with pytest.raises(ValidationError, match="past please"):
        born().clean(["1", "1", year])


def test_needed_by_must_not_be_in_the_past():
    field = DateField(past=False, out_of_range="future please", required=False)
    with pytest.raises(ValidationError, match="future please"):
        field.clean(["1", "1", "2020"])


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("02 5550 0123", "+61255500123"),
        ("(02) 5550-0123", "+61255500123"),
        ("+61 2 5550 0123", "+61255500123"),
        ("0061 2 5550 0123", "+61255500123"),
        ("0011 44 20 7946 0000", "+442079460000"),
    ],
)
def test_phone_is_normalised(typed, normalised):
    assert normalise_phone(typed) == normalised


@pytest.mark.parametrize("typed", ["hello", "12", "call me maybe", "02 5550", "1" * 40, "😀"])
def test_phone_nobody_could_ring_is_refused(typed):
    with pytest.raises(ValidationError, match="area code"):
        normalise_phone(typed)


@pytest.mark.parametrize("value", ["on", "true", "1"])
def test_tick_is_yes(value):
    assert TickField().clean(value) is True


@pytest.mark.parametrize("value", ["x" * 100_000, "😀", "maybe"])
def test_tick_with_nonsense_is_refused(value):
    with pytest.raises(ValidationError):
        TickField(required=False).clean(value)


def test_read_keeps_what_it_can_and_names_the_rest():
    data = QueryDict("a=x%00y&b=1&b=2&c=fine%0D%0Aline&other=z")
    copy, wrong = clean_input(data, ["a", "b", "c", "d"])
    assert dict(copy.items()) == {"a": "xy", "b": "2", "c": "fine\nline"}
    assert set(wrong) == {"a", "b"}


def test_read_survives_half_a_character():
    data = QueryDict(mutable=True)
    data["a"] = "x\ud800y"
    copy, wrong = clean_input(data, ["a"])
    assert copy["a"] == "x?y"
    assert set(wrong) == {"a"}


@pytest.mark.parametrize(
    "typed",
    ["ſam@example.org", "sıd@example.org", "\u212aim@example.org", "sam@bücher.example",
     "sam@exa\x85mple.org", "sam@examp\x7fle.org"],
)  # fmt: skip
def test_address_that_could_pass_for_another_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        email("Email address").clean(typed)
    assert len(refused.value.messages) == 1
    assert "plain letters" in refused.value.messages[0]


@pytest.mark.parametrize("typed", ["Sam.O'Brien+x@Example.org", "sam@xn--bcher-kva.example"])
def test_plain_address_is_kept_as_typed(typed):
    assert email("Email address").clean(f" {typed} ") == typed


@pytest.mark.parametrize(
    "parts",
    [
        ["27.", "3.", "1990"],
        ["27.", "Mar.", "1990."],
        ["27th", "March,", "1990"],
        ["２７", "３", "１９９０"],
        ["\u200e27", "\u20603", "1990\ufeff"],
        ["٢٧", "3", "1990"],
    ],
)
def test_fault_21_date_is_read_as_people_type_it(parts):
    assert born().clean(parts) == datetime.date(1990, 3, 27)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (["31", "2", "1990"], "February 1990 has no day 31."),
        (["31", "February", "1990"], "February 1990 has no day 31."),
        (["３１．", "4", "1990"], "April 1990 has no day 31."),
        (["0", "4", "1990"], "April 1990 has no day 0."),
        (["29", "2", "2023"], "February 2023 has no day 29."),
    ],
)
def test_fault_21_day_that_is_none_is_named(parts, says):
    with pytest.raises(ValidationError, match=says):
        born().clean(parts)


@pytest.mark.parametrize(
    ("typed", "normalised"),
    [
        ("5550 0123 9-5", "55500123"),
        ("12/3/1990 5550 0123", "55500123"),
        ("05/03/1990 5550 0123", "55500123"),
        ("(02) 5550 0123 9-5", "+61255500123"),
        ("0412 345 678 (Mum)", "+61412345678"),
        ("0412 345 678 mob", "+61412345678"),
        ("0412345678mob", "+61412345678"),
        ("Mum: 0412 345 678", "+61412345678"),
        ("0412,345,678", "+61412345678"),
        ("0412.345.678", "+61412345678"),
        ("0412-345-678 - ABC", "+61412345678"),
        ("+61 (0)412 345 678", "+61412345678"),
        ("0412 345 678 / 02 5550 0199", "+61412345678"),
        ("0412 345 678 or 02 5550 0199", "+61412345678"),
        ("0412 345 678 2nd phone", "+61412345678"),
        ("0412 345 678, 9-5", "+61412345678"),
        ("unit 5, 0412 345 678", "+61412345678"),
        ("412 345 678, 9-5", "+61412345678"),
        ("61 412 345 678, 9-5", "+61412345678"),
        ("ring 9-5 0412 345 678", "+61412345678"),
        ("0412 345 678 9-5", "+61412345678"),
        ("0412 345 678 1", "+61412345678"),
        ("0412 345 678 0413 222 333", "+61412345678"),
        ("(02) 5550 0123, (02) 5550 0456", "+61255500123"),
        ("(02) 5550 0123 (02) 5550 0456", "+61255500123"),
        ("+64 21 123 456 / 0412 345 678", "+6421123456"),
        ("02 5550 0123 ext 45", "+61255500123"),
        ("０４１２　３４５　６７８", "+61412345678"),
        ("\u202a0412\u2013345\u2013678\u202c", "+61412345678"),
        ("5550 0123", "55500123"),
        ("5550 0123 (home)", "55500123"),
    ],
)
def test_fault_22_number_is_read_and_the_note_is_no_part_of_it(typed, normalised):
    assert normalise_phone(typed) == normalised


@pytest.mark.parametrize("typed", ["1300 FLOWER", "0412 FLOWER", "CALL ME NOW", "Mum (686)"])
def test_fault_22_no_letter_becomes_a_digit(typed):
    with pytest.raises(ValidationError, match="area code"):
        normalise_phone(typed)
