"""Addresses. Rooms own their paths; pages come last because they take what is left."""

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

people = RedirectView.as_view(
    pattern_name="admin:auth_user_changelist", http_method_names=["get", "head"]
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", files.robots, name="robots"),
    path(".well-known/security.txt", files.security, name="security-txt"),
    path("admin/", include("clinic.staff.urls")),
    path("admin/", admin.site.urls),
    # One log-in page for all staff, so that no second one opens a way round it.
    path(
        "cms/login/",
        RedirectView.as_view(pattern_name="admin:login", query_string=True),
        name="cms-login",
    ),
    # Wagtail's third one, for pages with a password, which this site has none of.
    path("_util/login/", RedirectView.as_view(pattern_name="admin:login")),
    # People are kept at the desk only: Wagtail's form lets whoever keeps them make superusers.
    re_path("^cms/users/", people),
    re_path("^cms/groups/", people),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("appointments/", include("booking.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("media/images/<path:path>", files.media),
    path("", include("pages.urls")),
    path("", include("pages.routing")),
]

if settings.EMAIL_PROVIDER not in ("files", "smtp"):
    # Only the chosen provider may speak to us.
    urlpatterns.insert(0, path("anymail/", include("clinic.mail.webhooks")))
