"""The addresses of this room."""

from django.urls import path

from . import views

app_name = "tariffs"
urlpatterns = [
    path("desk/tariffs/", views.table_list, name="table_list"),
    path("desk/tariffs/<int:pk>/", views.one_table, name="table"),
    path("tax-estimate/", views.calculator, name="calculator"),
]
