from typing import Any

from django import template
from django.utils.safestring import SafeString

from newsletter.list.form_html import render_form
from newsletter.models import ConsentWording

register = template.Library()


@register.simple_tag(takes_context=True)
def newsletter_signup(context: dict[str, Any], placement: str) -> SafeString:
    """Render the sign-up form with the consent wording. `placement`: footer, body, page …

    A placement may occur once on a page, because the ids contain it.
    """
    request = context.get("request")
    if request is None:
        return render_form(placement, "/", ConsentWording.current())
    # Cached on the request for a page with two forms.
    if not hasattr(request, "_consent_wording"):
        request._consent_wording = ConsentWording.current()
    return render_form(placement, request.path, request._consent_wording)
