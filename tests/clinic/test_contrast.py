import pytest

from clinic.contrast import contrast_ratio


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("#000000", "#ffffff", 21),
        ("#fff", "#000000", 21),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#123456", "#123456", 1),
    ],
)
def test_ratio_is_that_of_wcag(first, second, expected):
    assert contrast_ratio(first, second) == pytest.approx(expected, abs=0.005)
    assert contrast_ratio(first, second) == contrast_ratio(second, first)


@pytest.mark.parametrize("text", ["red", "#ff", "#fffffg", "#ffff", ""])
def test_ratio_of_no_colour_is_an_error(text):
    with pytest.raises(ValueError, match="not a colour"):
        contrast_ratio(text, "#ffffff")
