def test_healthz_says_alive(client):
    assert client.get("/healthz").json() == {"alive": True}
