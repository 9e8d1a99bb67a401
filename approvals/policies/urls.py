"""Addresses of the policies."""

from django.urls import path

from . import views

app_name = "policies"
urlpatterns = [
    path("desk/policies/", views.policy_list, name="policy_list"),
    path("desk/policies/<str:key>/", views.policy_page, name="policy"),
]
