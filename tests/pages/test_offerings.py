import pytest

from clinic import offerings
from tests.pages import factories

pytestmark = pytest.mark.django_db


def test_therapies_on_offer_are_the_live_pages_in_order():
    factories.therapy("Zither Therapy")
    factories.therapy("Art Therapy")
    factories.therapy("Draft Therapy", live=False)
    assert [o.title for o in offerings.available("therapy")] == ["Zither Therapy", "Art Therapy"]
    assert ("art-therapy", "Art Therapy") in offerings.available("therapy")


def test_assessments_on_offer_are_the_live_pages(sample_site):
    assert [o.slug for o in offerings.available("assessment")] == [
        "adhd",
        "autism",
        "learning",
        "cognitive",
    ]


def test_private_page_is_not_on_offer():
    page = factories.therapy()
    page.view_restrictions.create(restriction_type="login")
    assert offerings.available("therapy") == []
