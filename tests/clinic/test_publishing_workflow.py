import pytest
from django.core.management import call_command
from wagtail.models import Workflow

from clinic.staff.publishing_workflow import NAME, WAGTAILS_OWN
from tests.pages import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    call_command("roles", verbosity=0)


def test_pages_are_read_by_editor_or_owner():
    workflow = factories.standard("Fees").get_workflow()
    assert workflow.name == NAME
    groups = workflow.tasks.get().specific.groups.values_list("name", flat=True)
    assert set(groups) == {"Editor", "Owner"}


def test_wagtails_own_workflow_asks_nobody_any_more():
    assert not Workflow.objects.filter(name=WAGTAILS_OWN, active=True).exists()


def test_practice_of_one_switches_it_off_and_it_stays_off():
    Workflow.objects.get(name=NAME).deactivate()
    call_command("roles", verbosity=0)
    assert factories.standard("Fees").get_workflow() is None


def test_other_name_is_kept():
    Workflow.objects.filter(name=NAME).update(name="Ask Robin")
    call_command("roles", verbosity=0)
    assert factories.standard("Fees").get_workflow().name == "Ask Robin"
