"""The webhook `/anymail/<provider>/tracking/` of the configured provider only."""

from anymail import urls as anymail_urls
from django.conf import settings

urlpatterns = [
    pattern
    for pattern in anymail_urls.urlpatterns
    if str(pattern.pattern) == f"{settings.EMAIL_PROVIDER}/tracking/"
]
