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
        from clinic.mail import failures as mail_failures
        from clinic.mail import sent as mail_sent

        changes.watch_models("booking.Clinician")  # a profile says whether one may ask for them
        offerings.provide("clinician", clinicians)
        work.register("booking-links", new_links.send_links)
        work.register("booking-overdue", answer_clock.tell_overdue, every=timedelta(minutes=1))
        work.register("booking-clock", answer_clock.reckon_again, every=timedelta(minutes=15))
        work.register("booking-safety-levels", safety_levels.fill, every=timedelta(minutes=1))
        work.register("booking-names", reindexing.index_again, every=timedelta(minutes=1))
        work.register("booking-handovers", handovers.ask_next, every=timedelta(seconds=20))
        work.register("booking-closing-round", handovers.close_round, every=timedelta(minutes=1))
        work.register("booking-erase", safety.erase_wanted, every=timedelta(minutes=1))
        mail_sent.connect(first_answers.note_sent)
        mail_failures.connect(undelivered.note)


def clinicians() -> Iterable[Offering]:
    """People that clients can ask for by name; remembered for an edition."""
    from booking.models import Clinician

    def read() -> list[tuple[str, str]]:
        return list(Clinician.objects.active().values_list("slug", "name"))

    kept = edition.remember("offered-clinicians", read)
    return (Offering(slug, name) for slug, name in kept)
