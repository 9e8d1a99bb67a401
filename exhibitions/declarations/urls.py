"""The addresses of central declarations."""

from django.urls import path

from . import views

app_name = "declarations"
urlpatterns = [
    path("declarations/", views.declaration_list, name="list"),
    path("declarations/<int:pk>/", views.declaration, name="declaration"),
]
