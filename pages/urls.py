from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("share/<int:page_id>/<str:digest>.png", views.share_image, name="share-image"),
]
