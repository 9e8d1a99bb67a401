"""Addresses of this room."""

from django.urls import path

from .views import answering, asking

app_name = "extensions"
urlpatterns = [
    path("extensions/", asking.extension_list, name="list"),
    path("extensions/new/", asking.choose, name="new"),
    path("extensions/<uuid:pk>/", answering.case_page, name="case"),
    path("extensions/<uuid:pk>/application/", asking.application, name="application"),
    path("extensions/<uuid:pk>/consent/", answering.consent, name="consent"),
    path("extensions/<uuid:pk>/withdrawal/", asking.take_back, name="take-back"),
    path("desk/extensions/<uuid:pk>/office/", answering.office, name="office"),
    path("desk/extensions/<uuid:pk>/customs/", answering.customs, name="customs"),
    path("desk/extensions/<uuid:pk>/refusal/", answering.refusal, name="refusal"),
]
