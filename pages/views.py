from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages import searching


def search(request: HttpRequest) -> HttpResponse:
    """Pages that match the words in `q`; says what to try when none does."""
    query = searching.readable(request.GET.get("q", ""))
    results = searching.find(query) if query else []
    return render(request, "search.html", {"query": query, "results": results})
