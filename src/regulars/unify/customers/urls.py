"""The pages of this app."""

from django.urls import path

from . import views

app_name = "customers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("suggest/", views.suggest, name="suggest"),
    path("moving/", views.moving, name="moving"),
    path("<int:key>/", views.page, name="customer"),
    path("<int:key>/timeline/", views.timeline, name="timeline"),
    path("<int:key>/panels/<slug:name>/", views.panel, name="panel"),
    path("<int:key>/edit/", views.edit, name="edit"),
    path("<int:key>/corrections/<int:of>/<int:row>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:key>/undo/<slug:link>/", views.undo, name="undo"),
    path("<int:key>/merge/", views.merge, name="merge"),
    path("<int:key>/apart/", views.apart, name="apart"),
    path("<int:key>/values/<int:identifier>/<slug:action>/", views.value, name="value"),
]
