from django.http import HttpRequest, HttpResponse
from django.urls import path


def _later(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in the making")


app_name = "booking"
urlpatterns = [
    path("new-client/", _later, name="new-client"),
    path("existing-client/", _later, name="existing-client"),
    path("assessments/", _later, name="assessments"),
    path("received/", _later, name="received"),
]
