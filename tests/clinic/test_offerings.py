from clinic import offerings
from clinic.offerings import Offering


def test_find_asks_the_provider_each_time(monkeypatch):
    monkeypatch.setattr(offerings, "_providers", {})
    assert offerings.available("therapy") == []
    offers = [Offering("ipt", "Interpersonal Psychotherapy")]
    offerings.provide("therapy", lambda: offers)
    assert offerings.find("therapy", "ipt") == offers[0]
    assert offerings.find("therapy", "other") is None
    offers.clear()
    assert offerings.find("therapy", "ipt") is None
