"""Addresses of the office's schedule."""

from django.urls import path

from . import views

app_name = "appointments"
urlpatterns = [
    path("desk/schedule/", views.schedule, name="schedule"),
    path("desk/schedule/open/", views.session_open, name="session_open"),
    path("desk/schedule/<int:pk>/", views.session, name="session"),
    path("desk/schedule/<int:pk>/staff/", views.session_staff, name="session_staff"),
    path("desk/schedule/<int:pk>/close/", views.session_close, name="session_close"),
    path("desk/schedule/day/<str:day>/", views.day, name="day"),
]
