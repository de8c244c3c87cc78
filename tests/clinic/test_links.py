from datetime import timedelta

import time_machine
from django.test import override_settings

from clinic import links


def test_token_gives_back_its_value():
    assert links.read_token("confirm", links.make_token("confirm", "7")) == "7"


def test_token_opens_nothing_else():
    assert links.read_token("unsubscribe", links.make_token("confirm", "7")) is None


def test_token_that_was_changed_is_refused():
    token = links.make_token("confirm", "7")
    assert links.read_token("confirm", "8" + token[1:]) is None
    assert links.read_token("confirm", "\0") is None


def test_token_expires_only_where_asked():
    with time_machine.travel("2026-01-01T00:00Z"):
        token = links.make_token("confirm", "7")
    with time_machine.travel("2026-01-09T00:00Z"):
        assert links.read_token("confirm", token, max_age=timedelta(days=7)) is None
        assert links.read_token("confirm", token) == "7"


def test_token_survives_a_key_change():
    with override_settings(SECRET_KEY="old" * 20):
        token = links.make_token("confirm", "7")
    with override_settings(SECRET_KEY="new" * 20, SECRET_KEY_FALLBACKS=["old" * 20]):
        assert links.read_token("confirm", token) == "7"


def test_absolute_uses_the_configured_address():
    with override_settings(SITE_URL="https://clinic.example.org"):
        assert links.absolute("healthz") == "https://clinic.example.org/healthz"
