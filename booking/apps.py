from collections.abc import Iterable
from datetime import timedelta

from django.apps import AppConfig

from clinic import offerings
from clinic.finished_pages import changes, edition
from clinic.offerings import Offering


class BookingConfig(AppConfig):
    name = "booking"
    verbose_name = "Booking"

    def ready(self) -> None:
        from booking import answer_clock, first_answers, reindexing
        from booking.client_page import new_links
        from booking.mails import undelivered
        from booking.safety import actions as safety
        from booking.safety import handovers
        from booking.safety import levels as safety_levels
        from clinic import work
        from clinic.mail.signals import mail_failed, mail_sent

        changes.watch_models("booking.Clinician")  # profile pages show whether they take requests
        offerings.provide("clinician", clinicians)
        work.register("booking-links", new_links.send_links)
        work.register("booking-overdue", answer_clock.notify_overdue, every=timedelta(minutes=1))
        work.register("booking-clock", answer_clock.update_due_times, every=timedelta(minutes=15))
        work.register(
            "booking-safety-levels", safety_levels.fill_missing_levels, every=timedelta(minutes=1)
        )
        work.register("booking-names", reindexing.reindex_names, every=timedelta(minutes=1))
        work.register("booking-handovers", handovers.escalate, every=timedelta(seconds=20))
        work.register(
            "booking-closing-round", handovers.hand_over_remaining, every=timedelta(minutes=1)
        )
        work.register("booking-erase", safety.erase_requested, every=timedelta(minutes=1))
        mail_sent.connect(first_answers.record_sent)
        mail_failed.connect(undelivered.record_problem)


def clinicians() -> Iterable[Offering]:
    """Return the clinicians that clients can ask for, cached for an edition."""
    from booking.models import Clinician

    def read() -> list[tuple[str, str]]:
        return list(Clinician.objects.active().values_list("slug", "name"))

    cached = edition.remember("offered-clinicians", read)
    return (Offering(slug, name) for slug, name in cached)
