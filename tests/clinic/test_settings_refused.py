"""Settings that would start and not work: one line for each, before anything starts."""

import pytest
from environs import ValidationError

from clinic.deployment import checks
from clinic.deployment import environment_rules as rules
from tests.test_deployment import DEPLOYED, manage

#: Each is refused whatever the others say.
WRONG = {
    "TIME_ZONE": "AEST",
    "PROXY_HOPS": "-1",
    "SITE_URL": "https://clinic.example.org/app",
    "ALLOWED_HOSTS": "https://a.example, b.example",
    "SECRET_KEY_FALLBACKS": "one,,two",
    "FIELD_KEYS": "A" * 43 + "=,",
    "ANYMAIL_WEBHOOK_SECRET": "no-colon",
    "WEB_CONCURRENCY": "0",
    "PORT": "99999",
    "EMAIL_PORT": "smtp",
    "DATABASE_CONNECTIONS": "0",
    "DATABASE_URL": "postgress://db/clinic",
}


def test_fault_24_each_wrong_value_is_one_line(tmp_path):
    result = manage("check", var_dir=tmp_path, **DEPLOYED | WRONG)
    said = result.stderr.splitlines()
    assert result.returncode == 78
    assert [line.split(":")[1].strip() for line in said] == sorted(WRONG)


@pytest.mark.parametrize(
    "value", [["a.example:8000"], ["https://a"], ["a/b"], ["häuser.example"], ["a b"], [""]]
)
def test_fault_24_host_that_no_browser_sends_is_refused(value):
    with pytest.raises(ValidationError):
        rules.hosts(value)


@pytest.mark.parametrize(
    "value", ["a.example", ".a.example", "localhost", "10.0.0.1", "[::1]", "*"]
)
def test_fault_24_hosts_that_django_knows_are_taken(value):
    rules.hosts([value])


@pytest.mark.parametrize(
    "value",
    [
        "https://häuser.example",
        "https://a.example/path",
        "https://a.example?x=1",
        "https://a.example#x",
        "https://user:word@a.example",
        "ftp://a.example",
        "a.example",
    ],
)
def test_fault_24_address_that_mails_could_not_quote_is_refused(value):
    with pytest.raises(ValidationError):
        rules.address(value)


@pytest.mark.parametrize(
    "value", ["https://a.example/", "http://localhost:8000", "http://10.0.0.1"]
)
def test_fault_24_address_of_a_site_is_taken(value):
    rules.address(value)


@pytest.mark.parametrize("value", ["user:", ":word", "word", ":"])
def test_fault_24_half_a_webhook_secret_is_refused(value):
    with pytest.raises(ValidationError):
        rules.user_and_password(value)


def test_fault_24_spaces_after_a_comma_do_not_count(tmp_path):
    spaced = {"SECRET_KEY_FALLBACKS": "one, two ", "ALLOWED_HOSTS": " a.example, b.example"}
    code = "from django.conf import settings as s; print(s.SECRET_KEY_FALLBACKS, s.ALLOWED_HOSTS)"
    result = manage("shell", "-v", "0", "-c", code, var_dir=tmp_path, **DEPLOYED | spaced)
    assert "['one', 'two'] ['a.example', 'b.example'," in result.stdout


@pytest.mark.parametrize(
    "provider", ["postmark", "resend", "brevo", "mailgun", "sparkpost", "mailjet"]
)
def test_fault_24_provider_without_its_key_is_refused(settings, provider):
    settings.EMAIL_PROVIDER = provider
    settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    settings.ANYMAIL = {}
    (error,) = checks.email_provider(None)
    assert provider in error.msg
    assert "\n" not in error.msg


def test_fault_24_two_kinds_of_tls_at_once_are_refused(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = True
    (error,) = checks.email_provider(None)
    assert "EMAIL_USE_SSL" in error.msg
    settings.EMAIL_USE_TLS = False
    assert checks.email_provider(None) == []


def test_fault_24_mail_over_tls_has_its_own_port(tmp_path):
    code = "from django.conf import settings as s; print(s.EMAIL_PORT, s.EMAIL_USE_SSL)"
    tls = {"EMAIL_PROVIDER": "smtp", "EMAIL_USE_SSL": "1"}
    result = manage("shell", "-v", "0", "-c", code, var_dir=tmp_path, **DEPLOYED | tls)
    assert result.stdout.strip() == "465 True"


def test_fault_24_check_deploy_names_what_nobody_wants(settings, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.OVER_TLS, settings.PROXY_HOPS, settings.EMAIL_PROVIDER = True, 0, "files"
    found = checks.ready_for_people(None)
    assert sorted(warning.id for warning in found) == [
        "clinic.W001",
        "clinic.W002",
        "clinic.W003",
        "clinic.W004",
        "clinic.W004",
    ]
    monkeypatch.setenv("DATABASE_URL", "postgres://db/clinic")
    settings.PROXY_HOPS, settings.EMAIL_PROVIDER = 1, "postmark"
    settings.DEFAULT_FROM_EMAIL = settings.RECEPTION_EMAIL = "hello@clinic.internal"
    assert checks.ready_for_people(None) == []
