import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["a" * 300 + ".png", "../local.env", "%2e%2e/local.env", "nothing.png"]
)
def test_media_outside_the_renditions_is_never_served(client, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "local.env").write_text("SECRET_KEY=1")
    assert client.get(f"/media/images/{name}").status_code in (400, 404)


def test_security_txt_expires_and_names_itself(client):
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: " in text
    assert "Expires: 2" in text
    assert "Canonical: http://testserver/.well-known/security.txt" in text


def test_robots_keeps_private_paths_out(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
