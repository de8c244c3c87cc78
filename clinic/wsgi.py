import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from clinic import checks
from clinic.compression import compressed
from clinic.page_cache import PageCache
from clinic.patience import patient
from clinic.postgresql import pool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = patient(pool.early(get_wsgi_application()))
# Either compresses, never both: a page compressed twice is read by nobody.
application = compressed(application) if settings.DEBUG else PageCache(application)

# `manage.py` checks by itself; a server must refuse the same.
checks.refuse_unsafe()
