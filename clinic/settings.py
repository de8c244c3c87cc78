"""Django settings, in one file; values that differ between sites come from the environment."""

import os
from datetime import timedelta
from urllib.parse import quote, urlsplit

from csp.constants import NONE, SELF
from environs import validate

from clinic import styles
from clinic.deployment import environment_rules as rules
from clinic.deployment.environment import (
    BASE_DIR,
    LOCAL_ENV,
    VAR_DIR,
    env,
    files_cache,
    listed,
    seal,
    shared_cache,
)

# --- Environment -----------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
FIELD_KEYS: list[str] = env.list(
    "FIELD_KEYS", subcast=str.strip, validate=[validate.Length(min=1), rules.entries]
)
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
PORT = env.int("PORT", 8000, validate=rules.port)
# In a local copy the default follows PORT; elsewhere SITE_URL is required.
_local = {"default": f"http://127.0.0.1:{PORT}"} if LOCAL_ENV.exists() else {}
SITE_URL = env.str("SITE_URL", validate=rules.address, **_local)
PROXY_HOPS = env.int("PROXY_HOPS", 0, validate=validate.Range(min=0))
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", rules.hosts)
TIME_ZONE = env.str("TIME_ZONE", "Australia/Sydney", validate=rules.time_zone)
#: Number of web processes that gunicorn starts.
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", 2, validate=rules.positive)

DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{quote(str(VAR_DIR))}/clinic.sqlite3")
}
#: Connections of each web process, shared by its threads; PostgreSQL only (ADR 21).
DATABASE_CONNECTIONS = env.int("DATABASE_CONNECTIONS", 10, validate=rules.positive)
if env.str("CACHE_URL", ""):
    # `seal` refuses an invalid value.
    _shared = shared_cache(env.dj_cache_url("CACHE_URL") or {"BACKEND": ""})
    CACHES = {name: dict(_shared) for name in ("default", "pages")}
    CACHES["pages"]["KEY_PREFIX"] = "pages"
    EDITION_FILE = (
        None  # several machines: clinic.finished_pages.edition uses the cache instead of a file
    )
else:
    CACHES = {
        "default": files_cache(VAR_DIR / "cache"),
        # Enough for several editions of a large site, as the oldest are not evicted first.
        "pages": files_cache(VAR_DIR / "cache" / "pages") | {"OPTIONS": {"MAX_ENTRIES": 5000}},
    }
    EDITION_FILE = str(VAR_DIR / "cache" / "edition")
CACHES["pages"]["TIMEOUT"] = int(timedelta(days=30).total_seconds())

EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", "files")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", "Mind Matters Psychology <hello@example.org>", validate=rules.sender
)
# For neutral mails: an address and a site URL that do not identify the practice, if it has any.
NEUTRAL_FROM_EMAIL = env.str("NEUTRAL_FROM_EMAIL", "", validate=rules.optional(validate.Email()))
NEUTRAL_SITE_URL = env.str(
    "NEUTRAL_SITE_URL", "", validate=rules.optional(validate.URL(require_tld=False))
)
# Checked at the start: with an invalid one no request could be stored, because its notice is
# stored in the same transaction.
RECEPTION_EMAIL = env.str("RECEPTION_EMAIL", "reception@example.org", validate=validate.Email())
#: Used if nobody is on the duty roster; empty: the owners' addresses.
DUTY_EMAIL = env.str("DUTY_EMAIL", "", validate=rules.optional(validate.Email()))
ANYMAIL_WEBHOOK_SECRET = env.str(
    "ANYMAIL_WEBHOOK_SECRET", "", validate=rules.optional(rules.user_and_password)
)
#: Recipients per API call, 0 for the provider's default; recipients a minute, 0 for no limit.
NEWSLETTER_BATCH = env.int("NEWSLETTER_BATCH", 0, validate=validate.Range(min=0))
NEWSLETTER_PER_MINUTE = env.int("NEWSLETTER_PER_MINUTE", 0, validate=validate.Range(min=0))
#: For a practice of one person: the sender who prepares a newsletter may release it.
NEWSLETTER_RELEASE_ALONE = env.bool("NEWSLETTER_RELEASE_ALONE", False)
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
# TLS from the first byte has a port of its own (RFC 8314, 3.3).
EMAIL_PORT = env.int("EMAIL_PORT", 465 if EMAIL_USE_SSL else 25, validate=rules.port)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)

seal()

# --- Site ----------------------------------------------------------------------

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
SITE_URL = SITE_URL.rstrip("/")
NEUTRAL_SITE_URL = NEUTRAL_SITE_URL.rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
OVER_TLS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, SITE_HOST, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "clinic.web.errors.csrf_failure"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Opening hours begin at 9 by default; at 9 o'clock Django suspects a fixed “now”.
SILENCED_SYSTEM_CHECKS = ["fields.W161"]

INSTALLED_APPS = [
    "clinic",
    "pages",
    "booking",
    "newsletter",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "crispy_forms",
    "anymail",
    "csp",
    "django_otp",
    "django_otp_webauthn",
    "clinic.apps.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    # First: headers of every response, including errors, redirects and static files.
    "clinic.web.middleware.keep_out_of_caches",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before sessions and everything else that static files do not need.
    "clinic.web.static_files.StaticFilesMiddleware",
    "clinic.web.middleware.known_methods",
    "clinic.web.middleware.refuse_unreadable",
    "clinic.web.middleware.cms_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "clinic.staff.middleware.StaffAccessMiddleware",
    "clinic.cms.limits.WagtailLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clinic.web.redirects.redirect_old_addresses",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.context.clinic",
            ],
        },
    }
]

# --- Databases -------------------------------------------------------------------

_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = None
if _database["ENGINE"].endswith("sqlite3"):
    # Measured: with these, sixteen writers and no "database is locked"
    # (docs/adr/0003-two-databases.md).
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        # Overwrites deleted data (`clinic.privacy.secure_delete`).
        "PRAGMA secure_delete=ON;",
    }
    # A file, as an in-memory database has no WAL and no second connection.
    _database["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    _database["ENGINE"] = "clinic.postgresql"
    # Without it, after a restart of the database the first request of every thread fails.
    _database["CONN_HEALTH_CHECKS"] = True
    # Server-side cursors do not work with a pooler in transaction mode.
    _database["DISABLE_SERVER_SIDE_CURSORS"] = True
    # Without these, queries and health checks hang if the server disappears.
    _database["OPTIONS"] = {
        "connect_timeout": 3,
        "tcp_user_timeout": 10_000,  # milliseconds
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    } | _database.get("OPTIONS", {})
    # Fixed here, as Django would derive test_test_… from a name that is a test's already.
    _database["TEST"] = {"NAME": f"test_{_database['NAME']}"}

# --- Mail ------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = ""
MAIL_FILES_DIR = VAR_DIR / "mail"
EMAIL_BACKEND = {
    "files": "clinic.mail.file_backend.EmailBackend",
    "smtp": "clinic.mail.smtp_backend.EmailBackend",
}.get(EMAIL_PROVIDER, f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend")
ANYMAIL = {
    # The provider's credentials: ANYMAIL_POSTMARK_SERVER_TOKEN and so on.
    **{k.removeprefix("ANYMAIL_"): v for k, v in os.environ.items() if k.startswith("ANYMAIL_")},
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    "SEND_DEFAULTS": {"track_clicks": False, "track_opens": False},
}

# --- Security --------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A passkey is bound to the site's host name; a second step only (ADR 13).
OTP_WEBAUTHN_RP_ID = SITE_HOST
OTP_WEBAUTHN_RP_NAME = "Mind Matters Psychology"
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
# Browsers support no passkeys for http://127.0.0.1, and the package refuses such an origin.
OTP_WEBAUTHN_ALLOWED_ORIGINS = [
    SITE_URL if OVER_TLS or SITE_HOST == "localhost" else f"https://{SITE_HOST}"
]
PASSWORD_RESET_TIMEOUT = 3600  # seconds (ASVS 6.4.3)
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_TLS
# A session cookie: a lasting one would tell other users of a shared phone about a request.
CSRF_COOKIE_AGE = None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The prefix binds the cookie to this host and to TLS; browsers reject it without TLS.
_cookie_prefix = "__Host-" if OVER_TLS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}session"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrf"
SECURE_SSL_REDIRECT = OVER_TLS
SECURE_HSTS_SECONDS = 31_536_000 if OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = OVER_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_HOPS else None
# Not "no-referrer": Chromium would send "Origin: null", and every form would be refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The longest valid request form is under 100 kB; editors upload images.
MAX_PUBLIC_BODY = DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
MAX_STAFF_BODY = 12_582_912
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

_strict = {
    "default-src": [NONE],
    "script-src": [SELF],
    # The inline style sheets. With DEBUG their files may change while the server runs.
    "style-src": [SELF, "'unsafe-inline'"]
    if DEBUG
    else [SELF, *map(styles.policy_source, styles.SHEETS)],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _strict}
# Wagtail's admin needs inline scripts and styles; still no other host, no eval.
CMS_CONTENT_SECURITY_POLICY = _strict | {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}

# --- Time and language -------------------------------------------------------------

LANGUAGE_CODE = "en-au"
FORMAT_MODULE_PATH = "clinic.formats"
USE_TZ = True
USE_I18N = True

# --- Files -------------------------------------------------------------------------

STATIC_URL = "/static/"
# Derived from code, not data: independent of VAR_DIR.
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Private to the site's system user; static files are code and not secret.
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# Pages use hashed names only; copies without a hash took half of the time and space.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Forms ---------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = ["clinic"]
CRISPY_TEMPLATE_PACK = "clinic"

# --- Wagtail -------------------------------------------------------------------------

# The format of Wagtail's date picker; `clinic.form_fields.dates` parses it and typed dates.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_SITE_NAME = "Mind Matters Psychology"
WAGTAILADMIN_BASE_URL = SITE_URL
# No requests to other hosts, from staff pages either.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "admin:login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Password links go to the user's address, so only the owner changes it.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Wagtail would mail comments past the outbox; an approver gives the reason as text.
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "pages.editing.approval.publish"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif", "heic", "heif"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "clinic.images.upload.PictureForm"
# A page with a picture stays under 120 kB (tests/pages/test_pictures.py).
WAGTAILIMAGES_AVIF_QUALITY = 50
WAGTAILIMAGES_WEBP_QUALITY = 70
WAGTAILIMAGES_JPEG_QUALITY = 70
# Shown in Wagtail's forms; `clinic.images.child` checks the size before decoding.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# No stemming: the site's own search does that and the ranking, the same on both databases.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "clinic.cms.search", "SEARCH_CONFIG": "simple"}}
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "clinic.images.upload.DocumentForm"

# --- Logs: one line per event on standard error; ids, no personal data ------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "clinic.deployment.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Its 4xx lines contain the path as the visitor typed it.
        "django.request": {"level": "ERROR"},
        # It logs the Host header and filter names as the visitor typed them.
        "django.security": {"level": "CRITICAL"},
        # It logs data that the browser sent.
        "django_otp_webauthn": {"level": "CRITICAL"},
        # They log each index update and each saved page; Wagtail has its own history.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
