"""Addresses of the officers' inbox and of the public progress page."""

from django.urls import path

from . import desk, tracking, views

app_name = "cases"
urlpatterns = [
    path("track/", tracking.track, name="track"),
    path("offices/<slug:code>/", desk.office, name="office"),
    path("desk/acts/", desk.acts, name="acts"),
    path("desk/acts/<int:pk>/", desk.act, name="act"),
    path("cases/<uuid:pk>/hands/", desk.hands, name="hands"),
    path("desk/cases/<uuid:pk>/appeals/", desk.appeals, name="appeals"),
    path("desk/delegations/", desk.delegations, name="delegations"),
    path("desk/delegations/<int:pk>/end/", desk.delegation_end, name="delegation_end"),
    path("desk/inbox/", views.inbox, name="inbox"),
    path("desk/turns/<uuid:pk>/<slug:node>/take/", views.take, name="take"),
    path("desk/turns/<uuid:pk>/<slug:node>/release/", views.release, name="release"),
]
