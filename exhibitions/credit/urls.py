"""The addresses of this room."""

from django.urls import path

from . import views

app_name = "credit"
urlpatterns = [
    path("desk/credit/", views.desk_list, name="desk_list"),
    path("desk/credit/<int:pk>/", views.desk_party, name="desk_party"),
    path("credit/", views.own, name="own"),
]
