from clinic import offerings
from clinic.offerings import Offering


def test_provider_is_asked_each_time(monkeypatch):
    monkeypatch.setattr(offerings, "_providers", {})
    assert offerings.available("therapy") == []
    offers = [Offering("ipt", "Interpersonal Psychotherapy")]
    offerings.provide("therapy", lambda: offers)
    assert offerings.available("therapy") == offers
    offers.clear()
    assert offerings.available("therapy") == []
