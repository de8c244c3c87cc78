"""Words a health service may not, or should not, use; and what to write instead.

Sources: Health Practitioner Regulation National Law, s 133 (1): no false or misleading
advertising (a), no discount without its terms (b), no testimonials (c), no unreasonable
expectation of benefit (d); ss 115 to 119: no claim to a specialty that is not registered
(psychology has none). Ahpra and National Boards, "Guidelines for advertising a regulated
health service" (2020): what counts as each. The patterns know words, not meaning: only
what can hardly be meant otherwise stops a page, the rest asks.
"""

import re
from dataclasses import dataclass

TESTIMONIAL = "The law allows no testimonials about a health service (s 133 (1) (c))."
PROMISE = "Advertising must not promise what nobody can know (s 133 (1) (a) and (d))."
SPECIALTY = "Psychology has no registered specialties; the word misleads (ss 115 to 119)."
FLUENT = "Describe what you do and what studies found."
EXPERIENCE = "Write “works mainly with …” or “has long experience with …”."
_PEOPLE = r"(?:clients?|patients?|people we see|families we see)"
_SERVICE = r"(?:clinics?|practices?|psychologists?|therapists?|therap(?:y|ies)|treatments?|results)"


@dataclass(frozen=True)
class Rule:
    """Words to look for, why they matter, what to write instead; `stops`: never let out."""

    pattern: re.Pattern[str]
    why: str
    instead: str
    stops: bool = False
    #: Fine after a "no" or "not" shortly before it.
    unless_denied: bool = False


def _rule(pattern: str, why: str, instead: str, **how: bool) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), why, instead, **how)


RULES = (
    _rule(
        rf"\b(?:my|our|happy|past) {_PEOPLE} (?:say|said|tell|told|love|rave|report)\b",
        TESTIMONIAL,
        "Leave it out. " + FLUENT,
        stops=True,
    ),
    _rule(
        r"[★⭐]|\b(?:five|5|4\.\d|5\.0)[ -]?stars?\b|\bstar ratings?\b",
        TESTIMONIAL,
        "Leave ratings out.",
        stops=True,
    ),
    _rule(
        r"\b(?:we|i|it|this|(?:psycho)?therapy|treatment|IPT|CBT|ACT|DBT|EMDR|mindfulness)"
        r" (?:can |will )?cures?\b",
        PROMISE,
        "“aims to”, “may help with”, with a source.",
        stops=True,
        unless_denied=True,
    ),
    _rule(
        r"\bguarantee(?:[ds]|ing)?\b",
        PROMISE,
        "Say what you do. No outcome is certain.",
        stops=True,
        unless_denied=True,
    ),
    _rule(
        r"\b100 ?(?:%|per ?cent) (?:\w+ )?(?:success|effective|recovery|cured?|safe|satisf)",
        PROMISE,
        "Give the finding of a study, with its source.",
        stops=True,
    ),
    _rule(
        r"\b(?:we|i|our (?:team|practice|clinic|\w*psychologists?|therapists?)) "
        r"(?:all |both )?speciali[sz]e\b"
        r"|\b(?:we are|i am|our team are|our psychologists are) (?:all )?"
        r"(?:an? |the )?(?:specialists?|experts?)\b",
        SPECIALTY,
        EXPERIENCE,
        stops=True,
    ),
    _rule(
        r"\bspeciali[sz](?:e|es|ed|ing) in\b|\b(?:specialists?|experts?|expertise) in\b",
        SPECIALTY,
        EXPERIENCE + " If it is about somebody who is registered so, keep it.",
        unless_denied=True,
    ),
    _rule(
        r"\b(?:changed|saved|transformed|turned around) my life\b|\blife[- ]changing\b"
        r"|\btestimonials?\b|\b(?:client|patient) (?:reviews?|stories)\b"
        rf"|\bwhat (?:our )?{_PEOPLE} say\b",
        TESTIMONIAL,
        "If somebody praises the practice, leave it out.",
        unless_denied=True,
    ),
    _rule(
        r"[“\"][^”\"]{25,}[”\"]\s*[—–-]\s*[A-Z][a-z]+(?! et al)\b",
        TESTIMONIAL,
        "If this is a client’s praise, leave it out.",
    ),
    _rule(r"\bcure[ds]?\b|\bmiracles?\b", PROMISE, "“helps with”, “eases”.", unless_denied=True),
    _rule(
        rf"\b(?:best|fastest|leading|top|finest|most effective|number one) (?:\w+ )?{_SERVICE}\b",
        PROMISE,
        "Leave the comparison out, or name the study that compared.",
        unless_denied=True,
    ),
    _rule(
        r"\bpainless(?:ly)?\b|\brisk[- ]free\b|\binstant(?:ly)? (?:relief|better|calm)\b"
        r"|\b(?:quick fix|scientifically proven|proven to)\b|\b100 ?(?:%|per ?cent)(?!\w)",
        PROMISE,
        "Say what is known, and what is not.",
        unless_denied=True,
    ),
    _rule(
        r"\b\d+ ?% off\b|\bhalf[- ]price\b|\bspecial offer\b|\bdiscount(?:s|ed)?\b",
        "An offer must state its terms in full (s 133 (1) (b)).",
        "Leave it out, or put all terms beside it.",
        unless_denied=True,
    ),
    _rule(
        r"\b(?:click|tap|press) here\b",
        "Somebody who hears the page hears the link alone.",
        "Let the link say where it leads: “Fees and rebates”.",
    ),
)
