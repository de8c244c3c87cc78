"""One sealed row that tells whether FIELD_KEYS belong to this database."""

from django.db import models

from clinic.privacy import sealed

#: What is sealed: its value says nothing, opening it does.
TEXT = "FIELD_KEYS"


class KeyCheck(models.Model):
    """The only row (its number is 1), a key check value; `clinic.privacy.field_keys` asks it."""

    SEALED_COLUMNS = ("sealed",)

    sealed = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_key_check", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return "Key check"

    def place_of(self, column: str) -> str:
        return f"clinic_keycheck.{column}.{self.pk}"

    @classmethod
    def keep(cls) -> "KeyCheck":
        """The row; made with the newest key if there is none."""
        value = sealed.seal(TEXT, place=cls(pk=1).place_of("sealed"))
        return cls.objects.get_or_create(pk=1, defaults={"sealed": value})[0]
