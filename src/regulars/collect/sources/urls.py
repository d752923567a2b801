"""The pages of this app."""

from django.urls import path

from . import views

app_name = "sources"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.create, name="create"),
    path("<int:source>/", views.live, name="source"),
    path("<int:source>/arrivals/", views.arrivals, name="arrivals"),
    path("<int:source>/arrivals/<int:position>/", views.arrival, name="arrival"),
    path("<int:source>/rejected/<int:number>/", views.rejection, name="rejection"),
    path("<int:source>/connect/", views.connect, name="connect"),
    path("<int:source>/schema/", views.schema, name="schema"),
    path("<int:source>/plan/", views.plan, name="plan"),
    path("<int:source>/plan/export/", views.export, name="export"),
    path("<int:source>/plan/lift/", views.lift_plan, name="lift-plan"),
    path("<int:source>/settings/", views.settings, name="settings"),
    path("<int:source>/enable/", views.enable, name="enable"),
    path("<int:source>/disable/", views.disable, name="disable"),
    path("<int:source>/rotate/", views.rotate, name="rotate"),
]
