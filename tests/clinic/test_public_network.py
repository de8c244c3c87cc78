"""One list of addresses that are not public, for everything that fetches."""

import pytest

from clinic.web.public_network import is_public
from newsletter.preflight import fetch

INNER = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0"]


def inside(ip, form):
    """An IPv4 address written into an IPv6 one."""
    a, b, c, d = map(int, ip.split("."))
    high, low = f"{a:02x}{b:02x}", f"{c:02x}{d:02x}"
    not_high, not_low = f"{a ^ 255:02x}{b ^ 255:02x}", f"{c ^ 255:02x}{d ^ 255:02x}"
    return form.format(high=high, low=low, not_high=not_high, not_low=not_low)


FORMS = {
    "compatible": "::{high}:{low}",
    "mapped": "::ffff:{high}:{low}",
    "translated": "::ffff:0:{high}:{low}",
    "nat64": "64:ff9b::{high}:{low}",
    "local-nat64": "64:ff9b:1::{high}:{low}",
    "6to4": "2002:{high}:{low}::1",
    "teredo": "2001:0:4136:e378:8000:63bf:{not_high}:{not_low}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ip", INNER)
def test_fault_29_no_form_of_an_inner_address_is_public(form, ip):
    assert not is_public(inside(ip, FORMS[form]))
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        *("fec0::1", "feff::1", "fe80::1", "fe80::1%eth0", "fd00::1", "fc00::1", "::", "::1"),
        *("64:ff9b:1::5db8:d822", "64:ff9b:1:ffff::1", "100::1", "2001:db8::1", "3fff::1"),
        *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "ff02::1", "ff0e::1", "5f00::1"),
        *("172.16.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255"),
        *("240.0.0.1", "192.0.0.8", "192.88.99.1", "4000::1"),
    ],
)
def test_fault_29_what_is_not_globally_reachable_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        *("93.184.216.34", "1.1.1.1", "100.128.0.1", "2606:2800:220:1:248:1893:25c8:1946"),
        *("2404:6800:4006:80e::200e", "64:ff9b::5db8:d822", "2002:5db8:d822::1"),
    ],
)
def test_fault_29_public_addresses_stay_public(ip):
    assert is_public(ip)


def test_fault_29_the_link_check_asks_this_list():
    assert fetch.is_public is is_public
