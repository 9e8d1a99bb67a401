"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "loans"
urlpatterns = [
    path("applications/<uuid:pk>/loan/", views.plan, name="plan"),
    path("applications/<uuid:pk>/loan/objects/", views.statements, name="statements"),
    path("applications/<uuid:pk>/loan/approval/", views.approval_of_draft, name="approval"),
    path("desk/cases/<uuid:pk>/approval-check/", views.verify, name="verify"),
    path("desk/cases/<uuid:pk>/approval-file/", views.approval_at_desk, name="desk_approval"),
    path("loans/", views.loan_list, name="list"),
    path("loans/<int:pk>/", views.loan_page, name="loan"),
]
