"""The pages of this app."""

from django.urls import path

from . import views

app_name = "notes"
urlpatterns = [
    path("mentions/", views.mentions, name="mentions"),
    path("about/<int:key>/", views.add, name="add"),
    path("about/<int:key>/colleagues/", views.colleagues, name="colleagues"),
    path("about/<int:key>/<int:note>/edit/", views.edit, name="edit"),
    path("about/<int:key>/<int:note>/history/", views.history, name="history"),
    path("about/<int:key>/<int:note>/<slug:what>/", views.change, name="change"),
    path("about/<int:key>/files/", views.upload, name="upload"),
    path("about/<int:key>/files/<int:file>/", views.download, name="download"),
    path("about/<int:key>/files/<int:file>/show/", views.show, name="show"),
    path("about/<int:key>/files/<int:file>/remove/", views.remove, name="remove"),
]
