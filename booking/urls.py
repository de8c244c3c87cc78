from django.urls import path

from booking.client_page import views as client_views
from booking.intake import views
from booking.models.choices import Kind as RequestKind

app_name = "booking"
urlpatterns = [
    path("new-client/", views.ask, {"kind": RequestKind.NEW_CLIENT}, name="new-client"),
    path(
        "existing-client/", views.ask, {"kind": RequestKind.EXISTING_CLIENT}, name="existing-client"
    ),
    path("assessments/", views.ask, {"kind": RequestKind.ASSESSMENT}, name="assessments"),
    path("r/<str:token>/", client_views.enter, name="link"),
    path("yours/", client_views.yours, name="yours"),
    path("yours/correct/", client_views.correct, name="yours-correct"),
    path("yours/mails/", client_views.mails, name="yours-mails"),
    path("yours/add/", client_views.add, name="yours-add"),
    path("yours/withdraw/", client_views.withdraw, name="yours-withdraw"),
    path("yours/erase/", client_views.erase, name="yours-erase"),
    path("yours/close/", client_views.close, name="yours-close"),
    path("new-link/", client_views.new_link, name="new-link"),
    path("received/", views.received, name="received"),
]
