import pytest

from tests.pages import factories

pytestmark = pytest.mark.django_db


def test_preview_offers_a_narrow_phone_a_tablet_and_a_desk():
    assert [size["device_width"] for size in factories.home().preview_sizes] == [360, 768, 1280]
