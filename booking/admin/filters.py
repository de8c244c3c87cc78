"""Filters that know their values: a made-up one changes nothing."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from booking import transitions
from booking.models import AppointmentRequest
from booking.models.choices import Kind


class KnownFilter(admin.SimpleListFilter):
    """Ignores values it does not offer."""

    def value(self) -> str | None:
        value = super().value()
        return value if value in {str(known) for known, _ in self.lookup_choices} else None


class StateFilter(KnownFilter):
    """Open requests unless asked otherwise."""

    title = "state"
    parameter_name = "show"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "All"), *((s.value, str(s.label)) for s in transitions.REACHABLE)]

    def choices(self, changelist: Any) -> Any:
        choices = iter(super().choices(changelist))
        yield next(choices) | {"display": "Open"}
        yield from choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AppointmentRequest]
    ) -> QuerySet[AppointmentRequest]:
        if self.value() == "all":
            return queryset
        if self.value():
            return queryset.filter(state=self.value())
        return queryset.open()  # type: ignore[attr-defined, no-any-return]


class SafetyFilter(KnownFilter):
    title = "safety"
    parameter_name = "safety"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("flagged", "Said not safe, or unsure")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AppointmentRequest]
    ) -> QuerySet[AppointmentRequest]:
        return queryset.filter(safety_flag=True) if self.value() else queryset


class KindFilter(KnownFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Kind.choices)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AppointmentRequest]
    ) -> QuerySet[AppointmentRequest]:
        return queryset.filter(kind=self.value()) if self.value() else queryset
