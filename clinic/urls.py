"""The root URLconf. Pages come last, because they match all remaining paths."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from clinic.web import files, health

handler400 = "clinic.web.errors.bad_request"
handler403 = "clinic.web.errors.forbidden"
handler404 = "pages.views.not_found"
handler500 = "clinic.web.errors.server_error"

redirect_to_users = RedirectView.as_view(
    pattern_name="admin:auth_user_changelist", http_method_names=["get", "head"]
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", files.robots, name="robots"),
    path(".well-known/security.txt", files.security, name="security-txt"),
    path("admin/", include("clinic.staff.urls")),
    path("admin/", admin.site.urls),
    # One log-in page for all staff, so that every rule of log-in is applied.
    path(
        "cms/login/",
        RedirectView.as_view(pattern_name="admin:login", query_string=True),
        name="cms-login",
    ),
    # Wagtail's log-in for restricted pages, which this site does not have.
    path("_util/login/", RedirectView.as_view(pattern_name="admin:login")),
    # Users are managed in Django admin only: whoever uses Wagtail's form can create superusers.
    re_path("^cms/users/", redirect_to_users),
    re_path("^cms/groups/", redirect_to_users),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("appointments/", include("booking.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("media/images/<path:path>", files.media),
    path("", include("pages.urls")),
    path("", include("pages.routing")),
]

if settings.EMAIL_PROVIDER not in ("files", "smtp"):
    # The webhook of the configured provider only.
    urlpatterns.insert(0, path("anymail/", include("clinic.mail.webhooks")))
