from datetime import timedelta

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        from clinic import work
        from clinic.finished_pages import changes
        from newsletter import webhooks  # noqa: F401  (connects to Anymail's signal)
        from newsletter.list import erasing
        from newsletter.sending import worker as sending

        # Pages show the consent wording, and an issue once it has a campaign.
        changes.watch_models("newsletter.ConsentWording", "newsletter.Campaign")
        work.register("newsletter", sending.send_due)
        hourly = timedelta(hours=1)
        work.register("newsletter-unconfirmed", erasing.purge_unconfirmed, every=hourly)
        work.register("newsletter-strangers", erasing.delete_nothing_held_mails, every=hourly)
