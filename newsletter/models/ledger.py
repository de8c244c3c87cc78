"""The append-only ledger: what each person was shown, and what they did.

Database triggers refuse changes and deletions (migration 0003).
"""

from functools import partial
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.finished_pages import edition
from clinic.privacy.append_only import AppendOnly
from newsletter.models.consent import Subscriber


class ConsentWording(AppendOnly):
    """A version of the consent wording beside the sign-up form. Old versions stay."""

    version = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Version {self.version}"

    @classmethod
    def current(cls) -> "ConsentWording":
        latest = partial(cls.objects.latest, "version")
        return cast("ConsentWording", edition.remember("consent-wording", latest))

    @classmethod
    def append(cls, text: str) -> "ConsentWording":
        """Create the next version. Raises IntegrityError if another was created meanwhile."""
        newest = cls.objects.latest("version")
        return cls.objects.create(version=newest.version + 1, text=text)


class ConsentEvent(AppendOnly):
    """An event between a person and the list. No IP address is stored."""

    class Kind(models.TextChoices):
        ASKED = "asked", "Asked to join"
        CONFIRMED = "confirmed", "Confirmed"
        WITHDRAWN = "withdrawn", "Left"
        OBJECTED = "objected", "Asked us never to write"
        IMPORTED = "imported", "Brought in with a yes given elsewhere"
        ERASED = "erased", "Address erased"
        COMPLAINED = "complained", "Reported a mail as spam"
        BOUNCED = "bounced", "Address does not exist"

    class Method(models.TextChoices):
        FORM = "form", "Sign-up form"
        LINK = "link", "Link in a mail, and its button"
        ONE_CLICK = "one_click", "The mail program's own unsubscribe button"
        STAFF = "staff", "A member of staff, asked by the person"
        PROVIDER = "provider", "Report from the mail provider"
        TIME = "time", "Nobody confirmed in time"

    class Basis(models.TextChoices):
        """How an imported person gave their consent.

        All are express consent. Being a client or having written to the practice is not (PECR
        reg. 22; Spam Act 2003, sch. 2).
        """

        WEBSITE = "website", "A form on another website"
        PAPER = "paper", "A form on paper"
        SPOKEN = "spoken", "Said so, and it was written down"
        MAIL = "mail", "Wrote to us and asked for it"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    method = models.CharField(max_length=12, choices=Method.choices)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, null=True, blank=True)
    wording_text = models.TextField("the words they saw", blank=True)
    placement = models.CharField("where on the page", max_length=20, blank=True)
    page_path = models.CharField("on which page", max_length=200, blank=True)
    language = models.CharField("language of the page", max_length=20, blank=True)
    #: The subscriber whose address this sign-up corrects: leaves the list on confirmation.
    replaces = models.ForeignKey(
        Subscriber, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.CharField("how they said yes", max_length=10, choices=Basis.choices, blank=True)
    given_on = models.DateField("said yes on", null=True, blank=True)
    origin = models.CharField("where the yes can be found", max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["asked", "confirmed"])
                | (Q(wording__isnull=False) & ~Q(wording_text="")),
                name="consent_yes_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(method="staff") | Q(by__isnull=False), name="consent_staff_with_name"
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="imported", given_on__isnull=False, by__isnull=False)
                    & ~Q(basis="")
                    & ~Q(origin="")
                    & ~Q(wording_text="")
                )
                | (~Q(kind="imported") & Q(basis="", given_on__isnull=True, origin="")),
                name="consent_imported_with_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def how(self) -> str:
        """Return the method as text. For an import it says that staff had a list."""
        if self.kind == self.Kind.IMPORTED:
            return "A member of staff, from a list"
        return self.get_method_display()
