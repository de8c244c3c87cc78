"""Words that a health service must not, or should not, use; and what to write instead. Data only.

Sources: Health Practitioner Regulation National Law, s 133 (1): no false or misleading
advertising (a), no gift or discount without its terms (b), no testimonials (c), no
unreasonable expectation of benefit (d), no encouragement of needless use (e); ss 113 to 119:
titles, and no claim to a specialty that is not registered (psychology has none). Ahpra and
National Boards, "Guidelines for advertising a regulated health service" (2020): what counts
as each. Patterns match words, not meaning: only words that can hardly be meant otherwise stop a
page; the others must be confirmed. A page without findings may still break the law.
"""

from clinic.cms.editing.matching import Rule, rule

TESTIMONIAL = "The law allows no testimonials about a health service (s 133 (1) (c))."
PROMISE = "Advertising must not promise what nobody can know (s 133 (1) (a) and (d))."
SPECIALTY = "Psychology has no registered specialties; the word misleads (ss 115 to 119)."
TITLE = "Some titles are for people with that endorsement or registration only (s 113)."
COMPARISON = "A comparison can hardly be proved, and then it misleads (s 133 (1) (a))."
PRESSURE = "Pressure of time drives people to use what they may not need (s 133 (1) (e))."
GIFT = "A gift or discount must state its terms in full (s 133 (1) (b))."
NEEDLESS = "Advertising must not encourage needless use of a health service (s 133 (1) (e))."
FEAR = "Fear makes people expect or buy what they may not need (s 133 (1) (d) and (e))."

FLUENT = "Describe what you do and what studies found."
EXPERIENCE = "Write “works mainly with …” or “has long experience with …”."
FINDING = "Give the finding of a study, with its source."
OFFER = "Leave it out, or put all terms beside it."
LEAVE_PRAISE = "If somebody praises the practice, leave it out."
COMPARED = "Leave the comparison out, or name the study that compared."

_PEOPLE = r"(?:clients?|patients?|people we see|families we see)"
_SERVICE = r"(?:clinics?|practices?|psychologists?|therapists?|therap(?:y|ies)|treatments?|results)"
_VISIT = r"(?:sessions?|visits?|appointments?|consultations?)"
_COUNT = r"(?:\d{1,3}(?:[.,]\d+)?|(?:one |a )?hundred|ninety(?:[ -]\w+)?|eighty(?:[ -]\w+)?)"
_PERCENT = rf"\b{_COUNT} ?(?:%|per ?cent\b)"
_EVERYBODY = (
    r"(?:every(?:one|body)|we all|(?:all|every|any) (?:\w+ )?"
    r"(?:child|children|teenagers?|adults?|parents?|couples?|famil(?:y|ies)|men|women|person|people))"
)

CURE_AND_SUCCESS = (
    rule(
        r"\b(?:we|i|it|this|(?:psycho)?therapy|treatment|IPT|CBT|ACT|DBT|EMDR|mindfulness)"
        r" (?:can |will )?cures?\b",
        PROMISE,
        "“aims to”, “may help with”, with a source.",
        stops=True,
        unless_denied=True,
    ),
    rule(
        r"\b100 ?(?:%|per ?cent) (?:\w+ )?(?:success|effective|recovery|cured?|safe|satisf)",
        PROMISE,
        FINDING,
        stops=True,
    ),
    rule(
        rf"{_PERCENT} (?:\w+ )?(?:success\w*(?: rates?)?|effective|recover(?:y|ed)?|cured?|safe"
        r"|satisf\w+|better)\b"
        rf"|{_PERCENT} of (?:all |our |my |the )*(?:\w+ )?(?:clients?|patients?|people|cases|"
        rf"children|families|couples)\b|\b(?:\d+|nine|eight) (?:out of|in) (?:every )?(?:\d+|ten) "
        rf"(?:of )?(?:our |my )?{_PEOPLE}",
        PROMISE,
        FINDING,
    ),
    rule(r"\bsuccess[ -]rates?\b|\b(?:high|great) success\b", PROMISE, FINDING),
    rule(
        r"\b(?:clinically|medically|scientifically|fully|well)[ -]proven\b"
        r"|\bproven (?:to|results?|success|methods?|treatments?|therap(?:y|ies)|track record|"
        r"techniques?|ways?|way|formula|program(?:me)?s?)\b|\b(?:is|are) proven\b",
        PROMISE,
        "Name the study, or write “studies found”.",
        unless_denied=True,
    ),
    rule(
        r"\bcure[ds]?\b|\bcuring\b|\bheal(?:s|ed)\b|\bmiracles?\b|\bmiraculous(?:ly)?\b",
        PROMISE,
        "“helps with”, “eases”.",
        unless_denied=True,
    ),
    rule(
        rf"\b{_PEOPLE} (?:all |always |do |fully |soon )?(?:recover|get better|get well)s?\b"
        r"|\b(?:full|complete|fast|quick|rapid|lasting) recovery\b"
        r"|\b(?:will|you) (?:\w+ )?recover\b|\brecovers? (?:fully|completely|quickly|for good)\b",
        PROMISE,
        "“many people find”, with a source.",
        unless_denied=True,
    ),
    rule(
        r"\b(?:free (?:of|from)|rid of|over|gone|beat|end|stop)\b[^.!?]{0,40}?"
        r"\b(?:for good|for ?ever|once and for all|permanently)\b"
        r"|\bpermanent(?:ly)? (?:cured?|relief|free|results?|solution)\b",
        PROMISE,
        "“many people find that it gets easier”.",
        unless_denied=True,
    ),
)

GUARANTEE_AND_SAFETY = (
    rule(
        r"\bguarantee(?:[ds]|ing)?\b",
        PROMISE,
        "Say what you do. No outcome is certain.",
        stops=True,
        unless_denied=True,
    ),
    rule(
        r"\bpainless(?:ly)?\b|\brisk[- ]?free\b|\b(?:no|without|zero)(?: any)? risks?\b"
        r"|\binstant(?:ly)? (?:relief|better|calm)\b|\bquick fix(?:es)?\b"
        r"|\b100 ?(?:%|per ?cent)(?!\w)"
        r"|\b(?:completely|totally|entirely|perfectly|absolutely) safe\b",
        PROMISE,
        "Say what is known, and what is not.",
        unless_denied=True,
    ),
    rule(
        r"\b(?:no|without(?: any)?|free (?:of|from)|zero|never any) (?:\w+ )?side[ -]?effects?\b"
        r"|\bside[ -]?effect[ -]free\b",
        PROMISE,
        "Say that therapy can be hard, and that it does not help everyone.",
    ),
    rule(
        r"\b(?:works?|helps?|succeeds?) (?:every (?:single )?time|for (?:every(?:one|body)|all)|"
        r"always|without fail)\b|\balways (?:works?|helps?|succeeds?)\b|\bnever fails?\b"
        r"|\b(?:will|does) (?:definitely|certainly|surely) (?:help|work)\b",
        PROMISE,
        "“it does not help everyone”.",
        unless_denied=True,
    ),
)

TESTIMONIALS = (
    rule(
        rf"\b(?:my|our|happy|past) {_PEOPLE} (?:say|said|tell|told|love|rave|report)\b",
        TESTIMONIAL,
        "Leave it out. " + FLUENT,
        stops=True,
    ),
    rule(
        r"[★⭐☆🌟]|\b(?:five|5|4\.\d|5\.0)[ -]?stars?\b|\bstar ratings?\b"
        r"|\b[45](?:\.\d)? ?(?:/|out of) ?5\b",
        TESTIMONIAL,
        "Leave ratings out.",
        stops=True,
    ),
    rule(
        r"\b(?:changed|saved|transformed|turned around) my life\b|\blife[- ]changing\b"
        r"|\btestimonials?\b|\b(?:client|patient|google|facebook) (?:reviews?|stories)\b"
        r"|\bsuccess stor(?:y|ies)\b|\bhighly recommended\b"
        rf"|\bwhat (?:our )?{_PEOPLE} say\b|\b{_PEOPLE} (?:say|tell us|love us|recommend us)\b",
        TESTIMONIAL,
        LEAVE_PRAISE,
        unless_denied=True,
    ),
    rule(
        r"[“\"][^”\"]{25,}[”\"]\s*[—–-]\s*[A-Z][a-z]+(?! et al)\b",
        TESTIMONIAL,
        "If this is a client’s praise, leave it out.",
    ),
    rule(
        r"\b(?:gone|cured|healed|vanished|disappeared|back to normal|fine|better|well(?: again)?)"
        rf" (?:after|in|within) (?:only |just |about )?(?:\w+ )?(?:{_VISIT}|weeks?|months?)\b",
        TESTIMONIAL,
        "Leave out what became of one person.",
        unless_denied=True,
    ),
)

SPECIALISTS = (
    rule(
        r"\b(?:we|i|our (?:team|practice|clinic|\w*psychologists?|therapists?)) "
        r"(?:all |both )?speciali[sz]e\b"
        r"|\b(?:we are|i am|our team are|our psychologists are) (?:all )?"
        r"(?:an? |the )?(?:specialists?|experts?)\b",
        SPECIALTY,
        EXPERIENCE,
        stops=True,
    ),
    rule(
        r"\bspeciali[sz](?:e|es|ed|ing)\b(?: in\b)?|\b(?:specialists?|experts?|expertise)\b"
        r"(?: in\b)?|\bspecial(?:ty|ties|ity)\b",
        SPECIALTY,
        EXPERIENCE + " If it is about somebody who is registered so, keep it.",
        unless_denied=True,
    ),
)

TITLES = (
    rule(
        r"\b(?:clinical(?: neuro)?|community|counselling|educational(?: and developmental)?|"
        r"developmental|forensic|health|organisational|sports?(?: and exercise)?) ?"
        r"psychologists?\b|\bneuropsychologists?\b",
        TITLE,
        "Keep it for people whose registration carries this endorsement; else “psychologist”.",
    ),
    rule(
        r"\b(?-i:Dr)\b\.?+(?=\s+(?-i:[A-Z]))"
        r"(?![^.!?\n]{0,60}\b(?:psychologist|psychiatrist|paediatrician|GP|medical|doctor)\b)",
        "“Dr” alone reads as a medical doctor.",
        "Put the profession beside it: “Dr … (psychologist)”.",
    ),
)

COMPARISONS = (
    rule(
        r"\b(?:the )?(?:best|fastest|leading|top|finest|cheapest|most effective|number one) "
        rf"(?:\w+ )?{_SERVICE}\b|\bthe only (?:\w+ )?{_SERVICE}\b"
        r"|\bthe best\b(?! (?:time|way|moment|day|place|thing|of|interests?|possible|\w+ can)\b)"
        r"|\bleading\b(?! (?:to|up|from|into|a|an|the|you|people|me|us|them)\b)"
        r"|\b(?:number one|number 1|no\.? ?1|#1)\b|\b(?:top|best)[- ]rated\b|\baward[- ]winning\b"
        r"|\bworld[- ]class\b|\b(?:unrivalled|unmatched|unsurpassed|second to none)\b"
        r"|\bmost (?:experienced|trusted|effective|qualified|popular|successful)\b",
        COMPARISON,
        COMPARED,
        unless_denied=True,
    ),
    rule(
        r"\b(?:better|faster|safer|cheaper|more (?:effective|successful|experienced|affordable)) "
        r"than\b(?! (?:nothing|none|before|usual)\b)|\bunlike other\b",
        COMPARISON,
        COMPARED,
        unless_denied=True,
    ),
)

TIME_PRESSURE = (
    rule(
        r"\bonly (?:this|until|till) (?:\w+ )?(?:week|month|weekend|year|summer|autumn|winter|"
        r"spring|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
        r"|\bthis (?:week|month|weekend)(?: only\b|[’']s (?:offer|special))"
        r"|\b(?:only )?(?:\d+|a few|few|two|three|limited) (?:\w+ )?"
        rf"(?:places?|spots?|spaces?|slots?|{_VISIT}|hours|days) (?:are )?(?:left|remain(?:ing)?)\b"
        r"|\b(?:last|final|limited|remaining) (?:\w+ )?(?:places|spots|spaces|slots|chance)\b"
        r"|\b(?:places?|spots?|spaces?) (?:are |is )?(?:limited|filling|going|running out)\b"
        r"|\b(?:book|call|sign up|register|enrol|act|order|apply) (?:right )?(?:now|today)\b"
        r"|\bhurry\b|\blimited (?:time|offer)\b|\b(?:ends|closes) (?:soon|today|tonight|tomorrow)\b"
        r"|\bcount(?:ing)? ?down\b|\bdon[’']t miss\b|\bwhile (?:places|they) last\b",
        PRESSURE,
        "“next free times”, as they are.",
        unless_denied=True,
    ),
)

GIFTS = (
    rule(
        r"\b\d+ ?% off\b|\b(?:half|reduced)[- ]price\b|\bspecial (?:offer|price|deal)s?\b"
        r"|\bdiscount(?:s|ed)?\b|\bvouchers?\b|\bgift(?: cards?)?\b|\bbonus(?:es)?\b"
        r"|\b(?:two|2|three|3)[- ]for[- ](?:one|1|two|2)\b|\b(?:refer|bring) a friend\b"
        r"|\bsave \$ ?\d|\b(?:win a|prize|raffle|giveaway)s?\b",
        GIFT,
        OFFER,
        unless_denied=True,
    ),
    rule(
        rf"\b(?:first|initial|second|trial) (?:\w+ )?{_VISIT} (?:is |are |comes? |for )?free\b"
        rf"|\bfree (?:first |initial |trial |introductory |\d+[- ]minutes? )(?:\w+ )?"
        rf"(?:{_VISIT}|assessments?|calls?|chats?)\b"
        r"|\bfree (?:consultations?|sessions?|assessments?|trials?|screenings?|tests?)\b"
        rf"|\b{_VISIT} free of charge\b|\bat no (?:cost|charge)\b",
        GIFT,
        OFFER,
        unless_denied=True,
    ),
)

NEEDLESS_USE = (
    rule(
        rf"\b{_EVERYBODY} (?:\w+ )?(?:should|ought to|must|needs?(?: to)?|(?:can |will |could )?"
        r"benefits?) (?:\w+ ){0,4}?(?:psychologists?|therap(?:y|ist|ists)|counsell\w+|sessions?|"
        r"tested|assessed|assessments?|tests?|checked|check-?ups?|help|us|from)\b",
        NEEDLESS,
        "“when it may help, when not”.",
        unless_denied=True,
    ),
    rule(
        r"\bjust in case\b|\bto be on the safe side\b|\bbetter safe than sorry\b"
        r"|\btest (?:your|the) (?:\w+ )?(?:child|children|son|daughter|baby|kids?|partner)\b"
        r"|\b(?:be|get|have (?:\w+ ){1,2}) ?(?:tested|assessed|screened|checked) (?:now|today)\b"
        r"|\beven if (?:you|they|he|she|nothing|everything) (?:feel|feels|are|is|seems?) "
        r"(?:fine|well|wrong|good|healthy)\b|\b(?:regular|yearly|annual) (?:mental )?"
        r"(?:health )?check-?ups?\b",
        NEEDLESS,
        "“when it may help, when not”.",
        unless_denied=True,
    ),
)

FEARS = (
    rule(
        r"\b(?:ruin|destroy|wreck|shatter)(?:s|ed|ing)?\b|\b(?:left |if )?untreated\b"
        r"|\b(?:before it(?:[’']s| is)|(?:it )?(?:will|may|could) (?:soon )?be) too late\b"
        r"|\b(?:irreversible|irreparable|permanent|lasting) (?:\w+ )?(?:damage|harm)\b"
        r"|\btime ?bomb\b|\bsilent killer\b|\b(?:suffer|scarred) for (?:life|the rest)\b"
        r"|\b(?:never recover|lose everything|last hope)\b",
        FEAR,
        "Plain facts, and what somebody can choose.",
        unless_denied=True,
    ),
)

LINKS = (
    rule(
        r"\b(?:click|tap|press) here\b",
        "Somebody who hears the page hears the link alone.",
        "Let the link say where it leads: “Fees and rebates”.",
    ),
)

ADVERTISING: tuple[Rule, ...] = (
    *TESTIMONIALS,
    *CURE_AND_SUCCESS,
    *GUARANTEE_AND_SAFETY,
    *SPECIALISTS,
    *TITLES,
    *COMPARISONS,
    *TIME_PRESSURE,
    *GIFTS,
    *NEEDLESS_USE,
    *FEARS,
)
