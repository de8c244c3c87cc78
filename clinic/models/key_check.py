"""One encrypted row that shows whether FIELD_KEYS belong to this database."""

from django.db import models

from clinic.privacy import sealed

#: The encrypted text; its value has no meaning.
TEXT = "FIELD_KEYS"


class KeyCheck(models.Model):
    """The only row (primary key 1), a key check value for `clinic.privacy.field_keys`."""

    SEALED_COLUMNS = ("sealed",)

    sealed = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_key_check", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return "Key check"

    def place_of(self, column: str) -> str:
        return f"clinic_keycheck.{column}.{self.pk}"

    @classmethod
    def ensure(cls) -> "KeyCheck":
        """Return the row; create it with the newest key if it is missing."""
        value = sealed.seal(TEXT, place=cls(pk=1).place_of("sealed"))
        return cls.objects.get_or_create(pk=1, defaults={"sealed": value})[0]
