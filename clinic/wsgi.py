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
# Either compresses, never both: a page compressed twice is read by nobody.
application = compressed(application) if settings.DEBUG else PageCache(application)

# `manage.py` checks by itself; a server must refuse the same.
checks.refuse_unsafe()
