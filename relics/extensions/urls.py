"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "extensions"
urlpatterns = [
    path("extensions/", views.extension_list, name="list"),
    path("extensions/new/", views.choose, name="new"),
    path("extensions/<uuid:pk>/", views.case_page, name="case"),
    path("extensions/<uuid:pk>/application/", views.application, name="application"),
    path("extensions/<uuid:pk>/consent/", views.consent, name="consent"),
    path("extensions/<uuid:pk>/withdrawal/", views.take_back, name="take-back"),
    path("desk/extensions/<uuid:pk>/office/", views.office, name="office"),
    path("desk/extensions/<uuid:pk>/customs/", views.customs, name="customs"),
    path("desk/extensions/<uuid:pk>/refusal/", views.refusal, name="refusal"),
]
