from django.urls import path

from booking import views
from booking.models.choices import Kind

app_name = "booking"
urlpatterns = [
    path("new-client/", views.ask, {"kind": Kind.NEW_CLIENT}, name="new-client"),
    path("existing-client/", views.ask, {"kind": Kind.EXISTING_CLIENT}, name="existing-client"),
    path("assessments/", views.ask, {"kind": Kind.ASSESSMENT}, name="assessments"),
    path("received/", views.received, name="received"),
]
