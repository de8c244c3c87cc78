"""Word lists of the search: stop words, synonyms and phrases that suggest danger.

A synonym is for a word that no page can be expected to contain; any other word is found once
a page contains it.
"""

#: Words that say nothing about the topic of a query.
_stop_words = """
    a about am an and any are as at be been being but by can cannot cant could did didn do does
    doesn doing don find for from get getting go going got had has have having he her here him
    his how i if im in into is isn it its just me more much my need no not of on or our out please
    she should so some something that the their them then there these they this those to too
    tell up us very want was we were what when where which who why will with won would you your
    always feel feeling keep know like make think
"""
STOP_WORDS = frozenset(_stop_words.split())

#: Each line holds words that find the same pages. One form stands for all with its stem.
SYNONYMS = tuple(
    tuple(line.split())
    for line in """
    cost price pay money afford cheap expensive fee
    medicare rebate insurance gap
    sad unhappy miserable hopeless low down depressed
    anxious anxiety worry nervous stress fear scared panic
    anxiety overthinking ruminating overwhelmed burnout exam
    obsessive compulsive ocd
    sleep insomnia awake tired nightmares
    grief grieving loss died death bereavement mourning
    trauma traumatic ptsd abuse accident flashbacks
    adhd add attention concentrate focus distracted hyperactive
    autism autistic asperger asd spectrum
    iq intelligence cognitive memory
    dyslexia dyscalculia literacy spelling maths learning school
    angry anger rage temper
    emotion moods
    relationship partner marriage couple breakup divorce husband wife
    lonely alone loneliness isolated
    food eating anorexia bulimia binge
    mindful meditation
    test assess diagnosis diagnose
    therapist psychologist clinician team staff counsellor counselor
    therapy counselling treatment
    appointment book
    phone telephone number call contact email
    address location directions parking bus train contact
    opening hours contact
    question faq
    telehealth online video zoom remote
    referral referred gp doctor
    privacy confidential secret private notes records
    cancel reschedule
    wheelchair access disability
    crisis emergency urgent
    """.strip().splitlines()
)

#: Phrases of people who may be in danger: the results then begin with the crisis lines. A false
#: alarm does less harm than a missed one.
DISTRESS = (
    "suicide",
    "suicidal",
    "suicid",
    "kill myself",
    "killing myself",
    "hurt myself",
    "hurting myself",
    "harm myself",
    "harming myself",
    "cut myself",
    "cutting myself",
    "self harm",
    "self harming",
    "selfharm",
    "end it all",
    "end my life",
    "ending my life",
    "take my life",
    "want to die",
    "wanna die",
    "wish i was dead",
    "wish i were dead",
    "better off dead",
    "better off without me",
    "dont want to live",
    "dont want to be here",
    "not want to live",
    "no reason to live",
    "cant go on",
    "overdose",
    "in danger",
    "not safe",
    "unsafe",
    "kms",
)
