from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        from clinic import edition, work
        from newsletter import receivers, sending  # noqa: F401  (receivers connect themselves)

        # The words under every sign-up form; an issue's page opens once it has a campaign.
        edition.shows("newsletter.ConsentWording", "newsletter.Campaign")
        work.register("newsletter", sending.send_due)
