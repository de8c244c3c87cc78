import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from clinic.deployment import checks
from clinic.finished_pages.cache import PageCache
from clinic.finished_pages.compression import compressed
from clinic.postgresql import pool
from clinic.web.slow_bodies import limit_body_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = limit_body_time(pool.release_before_sending(get_wsgi_application()))
# Only one of them, because the page cache compresses as well.
application = compressed(application) if settings.DEBUG else PageCache(application)

# `manage.py` runs the system checks itself; a WSGI server does not.
checks.refuse_unsafe()
