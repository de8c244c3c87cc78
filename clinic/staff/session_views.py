"""JSON views about the session, requested by open staff pages (static/js/session.js)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from clinic.staff import saved_forms, session_age


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Return the seconds left and the form saved for `page`. Does not count as activity."""
    data = {
        "left": session_age.seconds_left(request.session),
        "kept": saved_forms.restore(request, request.GET.get("page", "")),
    }
    return JsonResponse(data)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Return the seconds left after activity, which the middleware has recorded."""
    return JsonResponse({"left": session_age.seconds_left(request.session)})
