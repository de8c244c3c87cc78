from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ClinicConfig(AppConfig):
    default = True
    name = "clinic"
    verbose_name = "Clinic"

    def ready(self) -> None:
        from datetime import timedelta

        from django.conf import settings
        from django.core.mail import message

        from clinic import throttle, work
        from clinic.cms import details_screen, own_site
        from clinic.deployment import checks  # noqa: F401  (registers system checks)
        from clinic.finished_pages import changes
        from clinic.finished_pages.warming import Warmer
        from clinic.images import renditions
        from clinic.mail import outbox, reports  # noqa: F401  (connects to Anymail's signal)
        from clinic.privacy import secure_delete
        from clinic.staff import notices, passwords, session_age  # noqa: F401  (connect to signals)

        renditions.install()
        details_screen.install()
        # The domain of Message-IDs: the site's, not the name of this machine.
        message.DNS_NAME = settings.SITE_HOST  # type: ignore[attr-defined]
        changes.watch_page_models()
        work.register("edition", changes.catch_up)
        work.register("site-address", own_site.update_site, every=timedelta(minutes=1))
        work.register("finished-pages", Warmer())
        work.register("password-links", passwords.process_requests)
        work.register("outbox", outbox.deliver_due)
        work.register("publish-scheduled", work.publish_scheduled, every=timedelta(seconds=15))
        work.register("forget-rate-counts", throttle.delete_expired, every=timedelta(hours=1))
        work.register("empty-log", secure_delete.truncate_wal, every=timedelta(hours=1))
        work.register("forget-sessions", work.forget_sessions, every=timedelta(hours=1))


class ClinicAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "clinic.staff.admin_site.ClinicAdminSite"
