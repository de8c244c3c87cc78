"""The choices of the request forms. The values are part of `docs/contract.md`."""

from django.db import models


class Kind(models.TextChoices):
    NEW_CLIENT = "new_client", "New client"
    EXISTING_CLIENT = "existing_client", "Existing client"
    ASSESSMENT = "assessment", "Assessment"


class Preference(models.TextChoices):
    EMAIL = "email", "Email"
    PHONE = "phone", "Phone call"
    SMS = "sms", "Text message"


class ForWhom(models.TextChoices):
    SELF = "self", "Myself"
    CHILD = "child", "My child, or a child I care for"
    OTHER = "other", "Another person"


class Format(models.TextChoices):
    IN_PERSON = "in_person", "In person, at our rooms"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"
    ANY = "any", "Any of these"


class Day(models.TextChoices):
    MON = "mon", "Monday"
    TUE = "tue", "Tuesday"
    WED = "wed", "Wednesday"
    THU = "thu", "Thursday"
    FRI = "fri", "Friday"
    SAT = "sat", "Saturday"
    ANY = "any", "Any day"


class Part(models.TextChoices):
    MORNING = "morning", "Morning"
    AFTERNOON = "afternoon", "Afternoon"
    EVENING = "evening", "Evening"
    ANY = "any", "Any time"


class Safe(models.TextChoices):
    YES = "yes", "Yes"
    UNSURE = "unsure", "I am not sure"
    NO = "no", "No"


class Referral(models.TextChoices):
    NONE = "none", "No"
    GP = "gp", "Yes, from my GP"
    SPECIALIST = "specialist", "Yes, from a psychiatrist or paediatrician"
    OTHER = "other", "Yes, from someone else, such as an insurer, the NDIS or a court"
    UNSURE = "unsure", "I am not sure"


class HeardFrom(models.TextChoices):
    SEARCH = "search", "I searched the web"
    GP = "gp", "A GP or another professional"
    FRIEND = "friend", "A friend or family member"
    RETURNING = "returning", "I have been here before"
    OTHER = "other", "Another way"


class Change(models.TextChoices):
    NEXT = "next", "Book my next appointment"
    RESCHEDULE = "reschedule", "Move an appointment"
    CANCEL = "cancel", "Cancel an appointment"
    OTHER = "other", "Something else"


class State(models.TextChoices):
    NEW = "new", "New"
    IN_REVIEW = "in_review", "In review"
    WAITING_FOR_CLIENT = "waiting_for_client", "Waiting for the client"
    OFFERED = "offered", "Time offered"
    WAITLISTED = "waitlisted", "On the waiting list"
    BOOKED = "booked", "Booked"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"
    DUPLICATE = "duplicate", "Duplicate"
    SPAM = "spam", "Spam"


#: States in which staff or the client still have something to do.
OPEN_STATES = (
    State.NEW,
    State.IN_REVIEW,
    State.WAITING_FOR_CLIENT,
    State.OFFERED,
    State.WAITLISTED,
)
