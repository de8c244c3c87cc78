"""Nothing in a mail runs, loads from elsewhere, watches, or leads through somebody else."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from newsletter.preflight.mail import Element, Finding, Mail, is_ours

#: Mail programs drop these, or run them; neither is wanted.
ACTIVE = (
    *("script", "form", "iframe", "frame", "object", "embed", "link", "base", "video", "audio"),
    *("input", "button", "select", "textarea", "svg", "canvas", "applet", "source"),
)
#: Hosts that lead on to the real page and count who came.
REDIRECTS = (
    *("bit.ly", "buff.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rebrand.ly", "t.co", "t.ly"),
    *("tinyurl.com", "cutt.ly", "shorturl.at", "rb.gy", "dlvr.it"),
    *("l.facebook.com", "lm.facebook.com", "l.instagram.com", "l.messenger.com"),
    *("list-manage.com", "mailchi.mp", "sendgrid.net", "mandrillapp.com", "hubspotlinks.com"),
    *("createsend1.com", "cmail19.com", "cmail20.com", "rs6.net", "pstmrk.it", "sendibm1.com"),
    *("sendibt2.com", "mjt.lu", "mailgun.org", "awstrack.me", "sparkpostmail.com", "klclick.com"),
    *("safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com"),
)
COUNTING_NAMES = ("click.", "clicks.", "track.", "tracking.", "trk.", "go.pardot.")
#: What senders hang on an address to know who came from where.
MARKS = re.compile(
    r"utm_\w+|mc_[ce]id|fbclid|gclid|msclkid|_hs(enc|mi)|mkt_tok|vero_\w+|ck_subscriber_id"
)
PLAIN = ("http", "https", "tel", "sms", "mailto")


def check_nothing_runs(mail: Mail) -> Iterator[Finding]:
    active = {element.tag for element in mail.all(*ACTIVE)}
    if active:
        yield Finding(f"A mail must not contain {', '.join(sorted(active))}. Take it out.")
    if any(name.startswith("on") for e in mail.elements for name in e.attributes):
        yield Finding("Something in the mail would run a script. Take it out.")
    if any("http-equiv" in meta.attributes for meta in mail.all("meta")):
        yield Finding("The mail would reload itself. Tell whoever runs the site.")


def check_pictures_are_ours(mail: Mail) -> Iterator[Finding]:
    """A picture from another host tells that host who opened the mail, and when."""
    addresses = [_loads(element) for element in mail.elements]
    for address in (each for group in addresses for each in group):
        if not is_ours(address):
            host = urlsplit(address).hostname or address[:40]
            yield Finding(f"A picture comes from {host}. Upload it here and choose it again.")
    styles = [mail.sheet, *(element.attributes.get("style", "") for element in mail.elements)]
    if any(re.search(r"url\(|@import|@font-face", style, re.I) for style in styles):
        yield Finding("A style loads something from outside. Tell whoever runs the site.")


def _loads(element: Element) -> list[str]:
    """Addresses that a mail program fetches for an element, without being asked."""
    one = [
        element.attributes[n] for n in ("src", "background", "poster") if n in element.attributes
    ]
    many = element.attributes.get("srcset", "")
    return [*one, *(part.split()[0] for part in many.split(",") if part.strip())]


def check_no_pixel(mail: Mail) -> Iterator[Finding]:
    """A picture nobody can see is there to watch."""
    if any(_is_hidden(picture) for picture in mail.all("img")):
        yield Finding("The mail has a picture that nobody can see. Take it out.")


def _is_hidden(picture: Element) -> bool:
    style = picture.style
    if style.get("display") == "none" or style.get("visibility") == "hidden":
        return True
    sizes = [picture.attributes.get(side) or style.get(side, "") for side in ("width", "height")]
    tiny = any(re.fullmatch(r"0*[0-2](px)?", size.strip()) for size in sizes)
    return tiny or style.get("opacity") in ("0", "0.0") or not all(sizes)


def check_links_are_as_written(mail: Mail) -> Iterator[Finding]:
    """Each link leads where it says, by itself, and counts nobody."""
    for link in mail.links:
        address = link.attributes.get("href", "")
        try:
            problem = _problem(address)
        except ValueError:
            problem = "is not an address"
        if problem:
            yield Finding(f"The link “{link.words}” {problem}.")


def _problem(address: str) -> str:
    if not address:
        return "leads nowhere: its page was deleted. Choose another"
    parts = urlsplit(address)
    if parts.scheme not in PLAIN or (parts.scheme in ("http", "https") and not parts.hostname):
        return "is not a web address. Write all of it, with https://"
    host = (parts.hostname or "").removeprefix("www.")
    if any(host == name or host.endswith(f".{name}") for name in REDIRECTS) or host.startswith(
        COUNTING_NAMES
    ):
        return f"leads through {host}, which counts who comes. Link to the page itself"
    query = parse_qsl(parts.query, keep_blank_values=True)
    if marks := [name for name, _ in query if MARKS.fullmatch(name)]:
        return f"carries a mark that counts readers. Take away “{marks[0]}=…”"
    if not is_ours(address) and any(re.match(r"https?:", value) for _, value in query):
        return f"leads through {host} to another page. Link to that page itself"
    return ""
