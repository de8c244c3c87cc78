"""What the words give away, and where links say they lead."""

import re
from collections import defaultdict
from collections.abc import Iterator

from clinic import offerings
from newsletter.preflight.mail import Finding, Mail

#: A locked phone shows about 40 characters of a subject, most inboxes about 60.
LONGEST_SUBJECT = 60
#: Names that would tell whoever sees a phone on a table why somebody reads this.
TELLING = (
    *("addiction", "adhd", "alcohol", "anorexia", "anxiety", "anxious", "autism", "autistic"),
    *("bipolar", "borderline", "breakdown", "bulimia", "burnout", "compulsive", "counselling"),
    *("dementia", "depressed", "depression", "diagnosis", "disorder", "eating disorder", "grief"),
    *("insomnia", "mental illness", "obsessive", "ocd", "panic", "phobia", "postnatal"),
    *("psychiatric", "psychosis", "psychotherapy", "ptsd", "schizophrenia", "self-harm"),
    *("suicidal", "suicide", "symptoms", "therapist", "therapy", "trauma", "treatment"),
)
#: Words that make a subscriber a client. Being on the list says nothing of the kind.
AS_A_CLIENT = re.compile(
    r"\b(?:your|as your) (?:therapist|psychologist|clinician|counsellor|diagnosis|treatment|"
    r"condition|symptoms|therapy|next (?:session|appointment))\b|\bas (?:a|our) (?:client|patient)",
    re.I,
)
VAGUE = {
    *("click", "click here", "click this", "continue", "continue reading", "details"),
    *("find out more", "go", "here", "learn more", "link", "more", "more here", "more information"),
    *("press here", "read", "read more", "read on", "see more", "tap here", "the link", "this"),
    *("this article", "this link", "this page", "website"),
}
BARE = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.(?:com|org|net|au|gov|edu)(?:/\S*)?", re.I)


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


def check_names(mail: Mail) -> Iterator[Finding]:
    """Whoever sees the phone must not learn what its owner reads about."""
    for where, line in (("subject", mail.content.subject), ("preview line", mail.preheader)):
        for name in _telling_in(line):
            yield Finding(
                f"The {where} names “{name}”. It shows on locked phones: say it inside instead.",
                is_stop=False,
            )
    if found := AS_A_CLIENT.search(f"{mail.content.subject} {mail.preheader} {mail.content.text}"):
        yield Finding(
            f"“{found[0]}” speaks to a client. Many readers are none: write to everybody.",
            is_stop=False,
        )


def _telling_in(line: str) -> list[str]:
    kinds = ("therapy", "assessment")
    titles = [offer.title for kind in kinds for offer in offerings.available(kind)]
    found = [n for n in (*titles, *TELLING) if re.search(rf"\b{re.escape(n)}\b", line, re.I)]
    # "psychotherapy" is enough said inside "interpersonal psychotherapy".
    return [n for n in found if not any(n != o and n.lower() in o.lower() for o in found)]


def check_link_words(mail: Mail) -> Iterator[Finding]:
    """Links are read aloud one after another, without what stands around them (WCAG 2.4.4)."""
    targets = defaultdict(set)
    for link in mail.links:
        words = link.words.strip(" .,:;!?…›»→").casefold()
        if not words:
            yield Finding("A link has no words. Say where it leads.")
        elif words in VAGUE:
            yield Finding(f"The link “{link.words}” does not say where it leads.", is_stop=False)
        elif BARE.fullmatch(words):
            yield Finding(
                f"The link “{link.words}” is a bare address. Say in words what opens.",
                is_stop=False,
            )
        else:
            targets[words].add(link.attributes.get("href", ""))
    for words, addresses in targets.items():
        if len(addresses) > 1:
            yield Finding(f"“{words}” leads to {len(addresses)} places. Say which.", is_stop=False)
