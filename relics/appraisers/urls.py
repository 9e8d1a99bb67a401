"""Addresses of the roster, the proposals and the third-party reports."""

from django.urls import path

from .views import outside, panels, roster

app_name = "appraisers"
urlpatterns = [
    path("desk/appraisers/", roster.roster, name="roster"),
    path("desk/appraisers/<int:pk>/", roster.person, name="person"),
    path("desk/third-parties/", outside.register, name="outside"),
    path("desk/panels/", panels.week, name="panels"),
    path("desk/panels/<int:pk>/", panels.panel, name="panel"),
    path("objects/<int:pk>/reports/", outside.reports, name="reports"),
    path("reports/<int:pk>.pdf", outside.file, name="report_file"),
    path("reports/<int:pk>/note/", outside.note, name="report_note"),
]
