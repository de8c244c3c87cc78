"""Check that a mail has no active content, remote resources, pixels or redirecting links."""

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import parse_qsl, urlsplit

from newsletter.preflight.mail import Element, Finding, Mail, is_ours

#: Elements that mail programs remove or run.
ACTIVE_TAGS = (
    *("script", "form", "iframe", "frame", "object", "embed", "link", "base", "video", "audio"),
    *("input", "button", "select", "textarea", "svg", "canvas", "applet", "source"),
)
#: Hosts that redirect to another page and count visits.
REDIRECTORS = (
    *("bit.ly", "buff.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rebrand.ly", "t.co", "t.ly"),
    *("tinyurl.com", "cutt.ly", "shorturl.at", "rb.gy", "dlvr.it"),
    *("l.facebook.com", "lm.facebook.com", "l.instagram.com", "l.messenger.com"),
    *("list-manage.com", "mailchi.mp", "sendgrid.net", "mandrillapp.com", "hubspotlinks.com"),
    *("createsend1.com", "cmail19.com", "cmail20.com", "rs6.net", "pstmrk.it", "sendibm1.com"),
    *("sendibt2.com", "mjt.lu", "mailgun.org", "awstrack.me", "sparkpostmail.com", "klclick.com"),
    *("safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com"),
)
TRACKING_PREFIXES = ("click.", "clicks.", "track.", "tracking.", "trk.", "go.pardot.")
#: Query parameters that track where a visitor came from.
TRACKING_PARAMETERS = re.compile(
    r"utm_\w+|mc_[ce]id|fbclid|gclid|msclkid|_hs(enc|mi)|mkt_tok|vero_\w+|ck_subscriber_id"
)
SCHEMES = ("http", "https", "tel", "sms", "mailto")


def check_no_active_content(mail: Mail) -> Iterator[Finding]:
    active_tags = {element.tag for element in mail.find_all(*ACTIVE_TAGS)}
    if active_tags:
        yield Finding(f"A mail must not contain {', '.join(sorted(active_tags))}. Take it out.")
    if any(name.startswith("on") for element in mail.elements for name in element.attributes):
        yield Finding("Something in the mail would run a script. Take it out.")
    if any("http-equiv" in meta.attributes for meta in mail.find_all("meta")):
        yield Finding("The mail would reload itself. Tell whoever runs the site.")


def check_pictures_are_ours(mail: Mail) -> Iterator[Finding]:
    """Pictures from this site only: another host would learn who opened the mail and when."""
    addresses = [_loaded_addresses(element) for element in mail.elements]
    for address in chain.from_iterable(addresses):
        if not is_ours(address):
            host = urlsplit(address).hostname or address[:40]
            yield Finding(f"A picture comes from {host}. Upload it here and choose it again.")
    styles = [mail.style_sheet, *(element.attributes.get("style", "") for element in mail.elements)]
    if any(re.search(r"url\(|@import|@font-face", style, re.I) for style in styles):
        yield Finding("A style loads something from outside. Tell whoever runs the site.")


def _loaded_addresses(element: Element) -> list[str]:
    """Return the addresses that a mail program loads by itself for an element."""
    single = [
        element.attributes[name]
        for name in ("src", "background", "poster")
        if name in element.attributes
    ]
    srcset = element.attributes.get("srcset", "")
    return [*single, *(part.split()[0] for part in srcset.split(",") if part.strip())]


def check_no_pixel(mail: Mail) -> Iterator[Finding]:
    """No tracking pixel: every picture must be visible."""
    if any(_is_hidden(picture) for picture in mail.find_all("img")):
        yield Finding("The mail has a picture that nobody can see. Take it out.")


def _is_hidden(picture: Element) -> bool:
    style = picture.style
    if style.get("display") == "none" or style.get("visibility") == "hidden":
        return True
    sizes = [picture.attributes.get(side) or style.get(side, "") for side in ("width", "height")]
    is_tiny = any(re.fullmatch(r"0*[0-2](px)?", size.strip()) for size in sizes)
    return is_tiny or style.get("opacity") in ("0", "0.0") or not all(sizes)


def check_links_are_as_written(mail: Mail) -> Iterator[Finding]:
    """Links without redirectors and tracking parameters."""
    for link in mail.links:
        address = link.attributes.get("href", "")
        try:
            problem = _problem(address)
        except ValueError:
            problem = "is not an address"
        if problem:
            yield Finding(f"The link “{link.visible_text}” {problem}.")


def _problem(address: str) -> str:
    if not address:
        return "leads nowhere: its page was deleted. Choose another"
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or (parts.scheme in ("http", "https") and not parts.hostname):
        return "is not a web address. Write all of it, with https://"
    host = (parts.hostname or "").removeprefix("www.")
    if any(host == name or host.endswith(f".{name}") for name in REDIRECTORS) or host.startswith(
        TRACKING_PREFIXES
    ):
        return f"leads through {host}, which counts who comes. Link to the page itself"
    query = parse_qsl(parts.query, keep_blank_values=True)
    if parameters := [name for name, _ in query if TRACKING_PARAMETERS.fullmatch(name)]:
        return f"carries a mark that counts readers. Take away “{parameters[0]}=…”"
    if not is_ours(address) and any(re.match(r"https?:", value) for _, value in query):
        return f"leads through {host} to another page. Link to that page itself"
    return ""
