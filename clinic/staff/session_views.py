"""What a staff page asks about its own log-in (static/js/session.js)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from clinic.staff import kept_forms, session_age


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Seconds left, and what `page` gets back. Asking keeps nobody logged in."""
    answer = {
        "left": session_age.left(request.session),
        "kept": kept_forms.given_back(request, request.GET.get("page", "")),
    }
    return JsonResponse(answer)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is typing, or pressed the button: the gate has noted it."""
    return JsonResponse({"left": session_age.left(request.session)})
