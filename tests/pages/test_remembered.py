"""What `pages/navigation.py` remembers for an edition; only outside a transaction does it."""

from datetime import timedelta
from unittest import mock

from django.utils import timezone

from clinic import offerings
from clinic.finished_pages import changes
from pages.navigation import Surroundings
from tests.pages import factories


def test_remembered_page_leaves_the_menu_when_its_last_day_is_over(real_commits):
    changes.renew()
    ends = timezone.now() + timedelta(minutes=1)
    page = factories.standard("For a while", show_in_menus=True, expire_at=ends)
    assert page.pk in [kept.pk for kept in Surroundings(None).pages]
    with mock.patch("pages.navigation.timezone.now", return_value=ends):
        assert page.pk not in [kept.pk for kept in Surroundings(None).pages]


def test_remembered_therapy_is_not_on_offer_when_its_last_day_is_over(real_commits):
    changes.renew()
    ends = timezone.now() + timedelta(minutes=1)
    page = factories.therapy(expire_at=ends)
    assert page.slug in [o.slug for o in offerings.available("therapy")]
    with mock.patch("pages.apps.timezone.now", return_value=ends):
        assert page.slug not in [o.slug for o in offerings.available("therapy")]
