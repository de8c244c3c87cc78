from collections.abc import Iterable
from datetime import timedelta

from django.apps import AppConfig

from clinic import edition, offerings
from clinic.offerings import Offering


class BookingConfig(AppConfig):
    name = "booking"
    verbose_name = "Booking"

    def ready(self) -> None:
        from booking import clock, mail_trouble, new_links
        from clinic import mail_troubles, work

        edition.shows("booking.Clinician")  # a profile says whether one may ask for them
        offerings.provide("clinician", clinicians)
        work.register("booking-links", new_links.send_links)
        work.register("booking-overdue", clock.tell_overdue, every=timedelta(minutes=1))
        work.register("booking-clock", clock.reckon_again, every=timedelta(minutes=15))
        mail_troubles.listen(mail_trouble.note)


def clinicians() -> Iterable[Offering]:
    """People that clients can ask for by name; remembered for an edition."""
    from booking.models import Clinician

    def read() -> list[tuple[str, str]]:
        return list(Clinician.objects.active().values_list("slug", "name"))

    kept = edition.remember("offered-clinicians", read)
    return (Offering(slug, name) for slug, name in kept)
