from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages import searching


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages that answer to the words in `q`; crisis lines first for whoever may need them."""
    query = searching.readable(request.GET.get("q", ""))
    context = {
        "query": query,
        "answer": searching.answer(query),
        "is_distressed": searching.is_distressed(query),
    }
    return render(request, "search.html", context)
