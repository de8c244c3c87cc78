import logging

from clinic.deployment.logs import LineFormatter


def line(message="said", **extra):
    record = logging.LogRecord("clinic.test", logging.INFO, __file__, 1, message, (), None)
    for name, value in extra.items():
        setattr(record, name, value)
    return LineFormatter().format(record)


def test_line_stays_one_line():
    assert "\n" not in line("a\nb\x1b[2J")
    assert "\\n" in line("a\nb")


def test_line_of_an_exception_hides_its_words():
    try:
        raise ValueError("anna@example.org")
    except ValueError as error:
        text = line(exc_info=(ValueError, error, error.__traceback__))
    assert "ValueError at tests/clinic/test_logs.py:" in text
    assert "anna" not in text


def test_line_of_a_request_shows_the_route_not_the_path(rf, caplog):
    request = rf.get("/newsletter/confirm/secret-token/?q=secret")
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s", (request.path,), None)
    record.request, record.status_code = request, 500
    assert "secret" not in LineFormatter().format(record)
    assert "500 GET (no route)" in LineFormatter().format(record)
