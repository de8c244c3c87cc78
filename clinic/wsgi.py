import os

from django.core.wsgi import get_wsgi_application

from clinic import checks
from clinic.patience import patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

application = patient(get_wsgi_application())

# `manage.py` checks by itself; a server must refuse the same.
checks.refuse_unsafe()
