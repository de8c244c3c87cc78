import pytest

from clinic import checks


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
    ],
)
def test_unsafe_combination_is_refused(settings, changes, check, found):
    assert check(None) == []
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [error.id for error in check(None)] == [found]


def test_server_refuses_what_manage_py_refuses(settings, capsys):
    settings.FIELD_KEYS = ["short"]
    with pytest.raises(SystemExit):
        checks.refuse_unsafe()
    assert capsys.readouterr().err.startswith("clinic: FIELD_KEYS: ")
