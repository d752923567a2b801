"""The pages of this app."""

from django.urls import path

from . import views

app_name = "customers"
urlpatterns = [
    path("", views.listing, name="list"),
    path("suggest/", views.suggest, name="suggest"),
    path("add/", views.add, name="add"),
    path("columns/", views.choose_columns, name="choose-columns"),
    path("views/", views.save, name="save-view"),
    path("views/<int:view>/", views.change, name="change-view"),
    path("views/<int:view>/delete/", views.delete, name="delete-view"),
    path("views/<int:view>/move/", views.move, name="move-view"),
    path("many/tags/", views.tag_many, name="tag-many"),
    path("many/owner/", views.own_many, name="own-many"),
    path("many/export/", views.export_many, name="export-many"),
    path("work/<int:work>/fetch/", views.fetch, name="fetch"),
    path("work/<int:work>/away/", views.put_away, name="put-away"),
    path("moving/", views.moving, name="moving"),
    path("tag-names/", views.tag_names, name="tag-names"),
    path("<int:key>/", views.page, name="customer"),
    path("<int:key>/timeline/", views.timeline, name="timeline"),
    path("<int:key>/panels/<slug:name>/", views.panel, name="panel"),
    path("<int:key>/edit/", views.edit, name="edit"),
    path("<int:key>/related/", views.related, name="related"),
    path("<int:key>/trait/", views.one, name="trait"),
    path("<int:key>/history/", views.history, name="history"),
    path("<int:key>/reveal/", views.reveal_value, name="reveal"),
    path("<int:key>/tags/", views.tag, name="tag"),
    path("<int:key>/owner/", views.assign, name="assign"),
    path("<int:key>/owner/choose/", views.colleagues, name="colleagues"),
    path("<int:key>/corrections/<int:of>/<int:row>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:key>/undo/<slug:link>/", views.undo, name="undo"),
    path("<int:key>/merge/", views.merge, name="merge"),
    path("<int:key>/apart/", views.apart, name="apart"),
    path("<int:key>/values/<int:identifier>/<slug:action>/", views.value, name="value"),
]
