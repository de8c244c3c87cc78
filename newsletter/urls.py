from django.urls import path

from newsletter import views, yours_views

app_name = "newsletter"
urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("check-your-email/", views.check_your_email, name="check-your-email"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("yours/", yours_views.ask_for_link, name="yours"),
    path("yours/<str:token>/", yours_views.your_subscription, name="your-subscription"),
]
