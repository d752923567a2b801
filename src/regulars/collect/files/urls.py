"""The pages of imports."""

from django.urls import path

from . import views

app_name = "imports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("upload/", views.upload, name="upload"),
    path("templates/<slug:kind>/", views.template, name="template"),
    path("<int:number>/", views.entry, name="import"),
    path("<int:number>/look/", views.look, name="look"),
    path("<int:number>/columns/", views.columns, name="columns"),
    path("<int:number>/columns/<int:place>/", views.column, name="column"),
    path("<int:number>/columns/field/", views.add_field, name="add-field"),
    path("<int:number>/basis/", views.basis, name="basis"),
    path("<int:number>/preview/", views.preview, name="preview"),
    path("<int:number>/repair/", views.repair, name="repair"),
    path("<int:number>/run/", views.run, name="run"),
    path("<int:number>/report/", views.report, name="report"),
    path("<int:number>/rejected/", views.rejected, name="rejected"),
    path("<int:number>/pause/", views.pause, name="pause"),
    path("<int:number>/resume/", views.resume, name="resume"),
    path("<int:number>/cancel/", views.cancel, name="cancel"),
    path("<int:number>/undo/", views.undo, name="undo"),
    path("<int:number>/delete/", views.delete, name="delete"),
]
