"""Addresses of this room."""

from django.urls import path

from .views import desk, draft, stays

app_name = "entries"
urlpatterns = [
    path("applications/<uuid:pk>/entry/", draft.declaration, name="declaration"),
    path("applications/<uuid:pk>/entry/<str:paper>/", draft.paper_of_draft, name="paper"),
    path("desk/cases/<uuid:pk>/arrival/", desk.arrival, name="arrival"),
    path("desk/cases/<uuid:pk>/seal/", desk.seal, name="seal"),
    path("desk/cases/<uuid:pk>/seal/<int:check>/photo/", desk.seal_photo, name="seal_photo"),
    path("desk/cases/<uuid:pk>/entry/<str:paper>/", desk.paper_at_desk, name="desk_paper"),
    path("desk/cases/<uuid:pk>/register/", desk.register, name="register"),
    path("desk/cases/<uuid:pk>/register/<int:item>/", desk.register_item, name="register_item"),
    path("stays/", stays.stay_list, name="stays"),
    path("stays/alarms/", stays.alarm_list, name="alarms"),
    path("stays/<int:pk>/", stays.stay_page, name="stay"),
]
