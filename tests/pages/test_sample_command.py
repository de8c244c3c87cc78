"""`manage.py sample_pages`: it adds what is missing, and changes nothing else."""

from django.core.management import call_command
from wagtail.models import Page, Revision

from clinic.models import ClinicDetails
from pages.models import Navigation
from pages.sample import pictures
from tests.pages import factories


def test_sample_pages_twice_change_nothing(sample_site):
    before = (Page.objects.count(), Revision.objects.count(), ClinicDetails.current().phone)
    call_command("sample_pages", verbosity=0)
    after = (Page.objects.count(), Revision.objects.count(), ClinicDetails.current().phone)
    assert after == before


def test_sample_pages_leave_what_exists(db):
    factories.standard("Our own privacy", slug="privacy")
    home = factories.home()
    home.heading = "Our own words"
    home.save_revision().publish()
    ClinicDetails.objects.update(address="Our own street")
    call_command("sample_pages", verbosity=0)
    assert Page.objects.get(slug="privacy").title == "Our own privacy"
    assert factories.home().heading == "Our own words"
    assert ClinicDetails.current().address == "Our own street"
    assert not Navigation.load().header_links.exists()


def test_sample_pictures_are_drawn_and_stored_once(db):
    first = pictures.stored("room")
    assert (first.width, first.height) == (pictures.WIDTH, pictures.HEIGHT)
    assert first.file.size < 20_000
    assert pictures.stored("room").pk == first.pk
