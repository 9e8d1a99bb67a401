"""The addresses of this room."""

from django.urls import path

from .views import customs, desk, guide, holder, tables

app_name = "filings"
urlpatterns = [
    path("guide/", guide.guide, name="guide"),
    path("filings/", holder.my_list, name="list"),
    path("filings/new/", holder.new, name="new"),
    path("filings/new/table/", tables.new_table, name="new_table"),
    path("filings/<uuid:pk>/", holder.filing, name="filing"),
    path("filings/<uuid:pk>/edit/", holder.edit, name="edit"),
    path("filings/<uuid:pk>/act/", holder.act, name="act"),
    path("filings/<uuid:pk>/versions/<int:number>/", holder.version, name="version"),
    path("desk/filings/", desk.desk_list, name="desk_list"),
    path("desk/filings/approvals/new/", tables.approval_new, name="approval_new"),
    path("desk/filings/reexport/", customs.reexport, name="reexport"),
    path("desk/filings/<uuid:pk>/", desk.desk, name="desk"),
    path("desk/zones/<slug:code>/filings/", desk.zone, name="zone"),
]
