from django.urls import path

from newsletter.list import own_page_views, views

app_name = "newsletter"
urlpatterns = [
    path("subscribe/", views.subscribe, name="subscribe"),
    path("check-your-email/", views.check_your_email, name="check-your-email"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("yours/", own_page_views.ask_for_link, name="yours"),
    path("yours/<str:token>/", own_page_views.your_subscription, name="your-subscription"),
]
