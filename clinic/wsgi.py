import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from clinic import checks
from clinic.compression import compressed
from clinic.page_cache import PageCache
from clinic.patience import patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = compressed(patient(get_wsgi_application()))
if not settings.DEBUG:
    application = PageCache(application)

# `manage.py` checks by itself; a server must refuse the same.
checks.refuse_unsafe()
