import pytest

from clinic.deployment import checks

#: Too long for the outbox; at the usual domain, above it or below it.
SENDERS = ("a" * 50 + "@kestrel.example", "post@example.org", "post@mail.example.org")
#: Unknown to this site; the usual name; more than a host.
SITES = ("http://kestrel.example", "http://testserver", "http://127.0.0.1/path")


@pytest.mark.parametrize(
    ("changes", "check", "found"),
    [
        ({"FIELD_KEYS": ["short"]}, checks.field_keys, "clinic.E001"),
        ({"EMAIL_PROVIDER": "postmark"}, checks.webhook_secret, "clinic.E002"),
        ({"DEBUG": True, "OVER_TLS": True}, checks.debug_only_at_home, "clinic.E003"),
        (
            {"EMAIL_BACKEND": "anymail.backends.postmak.EmailBackend"},
            checks.email_provider,
            "clinic.E005",
        ),
        ({"DEMO": True, "OVER_TLS": True}, checks.demo_only_at_home, "clinic.E004"),
        *(({"NEUTRAL_FROM_EMAIL": x}, checks.neutral_sender, "clinic.E006") for x in SENDERS),
        *(({"NEUTRAL_SITE_URL": x}, checks.neutral_site, "clinic.E007") for x in SITES),
        (
            {"NEUTRAL_SITE_URL": "http://kestrel.example", "OVER_TLS": True}
            | {"ALLOWED_HOSTS": ["kestrel.example"]},
            checks.neutral_site,
            "clinic.E007",
        ),
    ],
)
def test_unsafe_combination_is_refused(settings, changes, check, found):
    assert check(None) == []
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [error.id for error in check(None)] == [found]


def test_neutral_address_and_site_are_taken(settings):
    settings.NEUTRAL_FROM_EMAIL = "post@kestrel.example"
    settings.NEUTRAL_SITE_URL = "https://go.kestrel.example"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "go.kestrel.example"]
    settings.OVER_TLS = True
    assert checks.neutral_sender(None) == checks.neutral_site(None) == []


def test_server_refuses_what_manage_py_refuses(settings, capsys):
    settings.FIELD_KEYS = ["short"]
    with pytest.raises(SystemExit):
        checks.refuse_unsafe()
    assert capsys.readouterr().err.startswith("clinic: FIELD_KEYS: ")
