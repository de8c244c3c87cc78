from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        from clinic import work
        from newsletter import receivers, sending  # noqa: F401  (receivers connect themselves)

        work.register("newsletter", sending.send_due)
