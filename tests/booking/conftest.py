"""Staff at the desk."""

import pytest

from tests.booking.factories import make_staff


@pytest.fixture
def reception(client):
    user = make_staff("Reception")
    client.force_login(user)
    return user
