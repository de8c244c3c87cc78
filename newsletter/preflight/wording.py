"""Check the subject, the preview line, sensitive terms and the texts of links."""

import re
from collections import defaultdict
from collections.abc import Iterator

from clinic import offerings
from newsletter.preflight.mail import Finding, Mail

#: A locked phone shows about 40 characters of a subject, most inboxes about 60.
LONGEST_SUBJECT = 60
#: Terms that would tell others who see the phone why somebody reads this.
SENSITIVE_TERMS = (
    *("addiction", "adhd", "alcohol", "anorexia", "anxiety", "anxious", "autism", "autistic"),
    *("bipolar", "borderline", "breakdown", "bulimia", "burnout", "compulsive", "counselling"),
    *("dementia", "depressed", "depression", "diagnosis", "disorder", "eating disorder", "grief"),
    *("insomnia", "mental illness", "obsessive", "ocd", "panic", "phobia", "postnatal"),
    *("psychiatric", "psychosis", "psychotherapy", "ptsd", "schizophrenia", "self-harm"),
    *("suicidal", "suicide", "symptoms", "therapist", "therapy", "trauma", "treatment"),
)
#: Phrases that address a reader as a client, which many subscribers are not.
ADDRESSES_A_CLIENT = re.compile(
    r"\b(?:your|as your) (?:therapist|psychologist|clinician|counsellor|diagnosis|treatment|"
    r"condition|symptoms|therapy|next (?:session|appointment))\b|\bas (?:a|our) (?:client|patient)",
    re.I,
)
VAGUE_LINK_TEXTS = {
    *("click", "click here", "click this", "continue", "continue reading", "details"),
    *("find out more", "go", "here", "learn more", "link", "more", "more here", "more information"),
    *("press here", "read", "read more", "read on", "see more", "tap here", "the link", "this"),
    *("this article", "this link", "this page", "website"),
}
BARE_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+\.(?:com|org|net|au|gov|edu)(?:/\S*)?", re.I
)


def check_subject(mail: Mail) -> Iterator[Finding]:
    subject = mail.content.subject
    if any(ord(c) < 32 or c in "\x7f\x85\u2028\u2029" for c in subject):
        yield Finding("Write the subject as one line.")
    if not subject.strip():
        yield Finding("Write a subject.")
    if len(subject) > LONGEST_SUBJECT:
        yield Finding(
            f"The subject has {len(subject)} characters. Phones cut it after about 40: put what "
            "matters first.",
            is_stop=False,
        )
    if subject.isupper() or "!!" in subject:
        yield Finding("A subject that shouts is taken for spam. Say it calmly.", is_stop=False)


def check_preview_line(mail: Mail) -> Iterator[Finding]:
    if not mail.preheader.strip():
        yield Finding(
            "Write a preview line: without one, inboxes show the practice's name twice.",
            is_stop=False,
        )


def check_sensitive_terms(mail: Mail) -> Iterator[Finding]:
    """No sensitive terms where others may see them, and no phrases that address a client."""
    for where, line in (("subject", mail.content.subject), ("preview line", mail.preheader)):
        for term in _sensitive_terms(line):
            yield Finding(
                f"The {where} names “{term}”. It shows on locked phones: say it inside instead.",
                is_stop=False,
            )
    if phrase := ADDRESSES_A_CLIENT.search(
        f"{mail.content.subject} {mail.preheader} {mail.content.text}"
    ):
        yield Finding(
            f"“{phrase[0]}” speaks to a client. Many readers are none: write to everybody.",
            is_stop=False,
        )


def _sensitive_terms(line: str) -> list[str]:
    kinds = ("therapy", "assessment")
    titles = [offer.title for kind in kinds for offer in offerings.available(kind)]
    terms = [
        term
        for term in (*titles, *SENSITIVE_TERMS)
        if re.search(rf"\b{re.escape(term)}\b", line, re.I)
    ]
    # Without terms that are part of a longer one, as in "interpersonal psychotherapy".
    return [
        term
        for term in terms
        if not any(term != other and term.lower() in other.lower() for other in terms)
    ]


def check_link_texts(mail: Mail) -> Iterator[Finding]:
    """Links must be clear out of context, as screen readers list them (WCAG 2.4.4)."""
    targets = defaultdict(set)
    for link in mail.links:
        text = link.visible_text.strip(" .,:;!?…›»→").casefold()
        if not text:
            yield Finding("A link has no words. Say where it leads.")
        elif text in VAGUE_LINK_TEXTS:
            yield Finding(
                f"The link “{link.visible_text}” does not say where it leads.", is_stop=False
            )
        elif BARE_ADDRESS.fullmatch(text):
            yield Finding(
                f"The link “{link.visible_text}” is a bare address. Say in words what opens.",
                is_stop=False,
            )
        else:
            targets[text].add(link.attributes.get("href", ""))
    for text, addresses in targets.items():
        if len(addresses) > 1:
            yield Finding(f"“{text}” leads to {len(addresses)} places. Say which.", is_stop=False)
