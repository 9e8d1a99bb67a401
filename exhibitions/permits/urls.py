"""Addresses of this room."""

from django.urls import path

from .views import permits, showrooms

app_name = "permits"
urlpatterns = [
    path("showrooms/", showrooms.showroom_list, name="showrooms"),
    path("showrooms/new/", showrooms.showroom_new, name="showroom_new"),
    path("showrooms/<int:pk>/", showrooms.showroom, name="showroom"),
    path("showrooms/<int:pk>/move/", showrooms.showroom_move, name="showroom_move"),
    path("showrooms/sites/<uuid:pk>/", showrooms.site, name="site"),
    path("showrooms/sites/<uuid:pk>/edit/", showrooms.site_edit, name="site_edit"),
    path("showrooms/sites/<uuid:pk>/act/", showrooms.site_act, name="site_act"),
    path("displays/", permits.permit_list, name="permits"),
    path("displays/new/", permits.permit_new, name="permit_new"),
    path("displays/<uuid:pk>/", permits.permit, name="permit"),
    path("displays/<uuid:pk>/act/", permits.permit_act, name="permit_act"),
    path("displays/<uuid:pk>/application/", permits.application, name="application"),
    path("displays/<uuid:pk>/objects/", permits.objects, name="objects"),
    path("displays/<uuid:pk>/objects/<int:item>/", permits.item, name="item"),
]
