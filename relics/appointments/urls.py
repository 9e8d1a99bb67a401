"""Addresses of the office's schedule, and of what the applicant does beside booking."""

from django.urls import path

from .views import applicant, arrivals, desk, feeds, patterns, waiting

app_name = "appointments"
urlpatterns = [
    path("desk/schedule/", desk.schedule, name="schedule"),
    path("desk/schedule/open/", desk.session_open, name="session_open"),
    path("desk/schedule/close-day/", desk.day_close, name="day_close"),
    path("desk/schedule/patterns/", patterns.patterns, name="patterns"),
    path("desk/schedule/patterns/new/", patterns.pattern_new, name="pattern_new"),
    path("desk/schedule/patterns/<int:pk>/", patterns.pattern, name="pattern"),
    path("desk/schedule/waiting/", waiting.waiting_list, name="waiting_list"),
    path("desk/schedule/visits/<int:pk>/", waiting.visit_answer, name="visit_answer"),
    path("desk/schedule/feeds/", feeds.feeds, name="feeds"),
    path("desk/schedule/feeds/<int:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("desk/schedule/<int:pk>/", desk.session, name="session"),
    path("desk/schedule/<int:pk>/staff/", desk.session_staff, name="session_staff"),
    path("desk/schedule/<int:pk>/close/", desk.session_close, name="session_close"),
    path("desk/schedule/day/<str:day>/", desk.day, name="day"),
    path("desk/arrivals/", arrivals.arrivals, name="arrivals"),
    path("cases/<uuid:pk>/waiting/", applicant.waiting, name="waiting"),
    path("cases/<uuid:pk>/visit-code.svg", applicant.code, name="visit_code"),
    path("calendars/<str:secret>.ics", feeds.feed, name="feed"),
]
