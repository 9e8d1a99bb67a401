"""The addresses of this room."""

from django.urls import path

from .views import candidates, files, freezes, lists, opening

app_name = "watchlists"
THUMB = {"size": "thumb"}
urlpatterns = [
    path("desk/watchlists/", lists.list_list, name="list_list"),
    path("desk/watchlists/<int:pk>/", lists.one_list, name="list"),
    path("desk/candidates/", candidates.candidate_list, name="candidate_list"),
    path("desk/candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("desk/freezes/", freezes.freeze_list, name="freeze_list"),
    path("desk/freezes/new/", opening.freeze_new, name="freeze_new"),
    path("desk/freezes/<int:pk>/", freezes.freeze, name="freeze"),
    path("desk/listed/<int:pk>.jpg", files.listed_photo, name="listed_photo"),
    path("desk/listed/<int:pk>/thumb.jpg", files.listed_photo, THUMB, name="listed_thumb"),
    path("desk/alike/<int:pk>.jpg", files.object_photo, name="object_photo"),
    path("desk/alike/<int:pk>/thumb.jpg", files.object_photo, THUMB, name="object_thumb"),
    path("desk/instructions/<int:pk>/", files.instruction, name="instruction"),
]
