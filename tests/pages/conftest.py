import pytest
from django.core.management import call_command


@pytest.fixture
def sample_site(db):
    """The sample pages."""
    call_command("sample_pages", verbosity=0)
