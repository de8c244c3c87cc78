import pytest

from clinic.paths import is_personal

pytestmark = pytest.mark.django_db


def policy(response):
    return response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/", "/admin/login/", "/nowhere/", "/healthz", "/appointments/new-client/"]
)
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)
    assert "unsafe" not in policy(response)
    assert "frame-ancestors 'none'" in policy(response)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def carries_all(response):
    assert "default-src 'none'" in policy(response)
    assert response["X-Frame-Options"] == "DENY"
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert response[name]


def test_refusals_and_redirects_carry_the_headers_too(client, settings):
    carries_all(client.post("/appointments/new-client/", CONTENT_LENGTH="99999999"))
    carries_all(client.post("/appointments/new-client/", CONTENT_LENGTH="many"))
    carries_all(client.get("/therapies"))
    carries_all(client.put("/"))
    carries_all(client.get("/", headers={"host": "elsewhere.example.com"}))


def test_cms_screens_have_their_own_policy_and_no_other_host(admin_client):
    response = admin_client.get("/cms/")
    assert response.status_code == 200
    assert "'unsafe-inline'" in policy(response)
    assert "http" not in policy(response)
    assert "unsafe-eval" not in policy(response)


def test_policy_belongs_to_the_answer_not_the_prefix(admin_client, client):
    assert "unsafe" not in policy(admin_client.get("/cms/nowhere/"))
    client.logout()
    assert "unsafe" not in policy(client.get("/cms/"))


def test_django_admin_keeps_the_strict_policy(admin_client):
    assert "unsafe" not in policy(admin_client.get("/admin/"))


@pytest.mark.parametrize(
    ("path", "personal"),
    [
        ("/", False),
        ("/therapies/", False),
        ("/appointments/", False),
        ("/appointments/new-client/", True),
        ("/appointments/received/", True),
        ("/newsletter/", False),
        ("/newsletter/confirm/token/", True),
        ("/newsletter/unsubscribe/token/", True),
        ("/newsletter/yours/", True),
        ("/newsletter/yours/token/", True),
        ("/admin/", True),
        ("/cms/", True),
    ],
)
def test_is_personal_knows_what_is_about_one_person(path, personal):
    assert is_personal(path) == personal


@pytest.mark.parametrize("address", ["/appointments/new-client/", "/admin/login/", "/cms/pages/"])
def test_personal_answers_are_never_stored(client, address):
    assert "no-store" in client.get(address)["Cache-Control"]


def test_refusals_below_a_personal_address_are_not_stored_either(client):
    assert "no-store" in client.get("/appointments/nowhere/")["Cache-Control"]
    response = client.post("/appointments/new-client/", CONTENT_LENGTH="99999999")
    assert response.status_code == 413
    assert "no-store" in response["Cache-Control"]


def test_length_that_is_no_number_is_refused(client):
    assert client.post("/appointments/new-client/", CONTENT_LENGTH="many").status_code == 400


def test_nul_in_a_session_cookie_never_reaches_the_database(client, settings):
    # As it is on the wire: a Python with its security updates refuses to make such a cookie.
    cookie = f'{settings.SESSION_COOKIE_NAME}="\\000aaaaaaaaaa"'
    assert client.get("/admin/", HTTP_COOKIE=cookie).status_code == 400
