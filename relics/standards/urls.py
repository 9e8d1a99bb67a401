"""Addresses of the standards, their versions and the citations."""

from django.urls import path

from .views import citations, files, lists

app_name = "standards"
urlpatterns = [
    path("desk/standards/", lists.standard_list, name="standard_list"),
    path("desk/standards/lists/<slug:key>/", lists.one_list, name="list"),
    path("desk/standards/versions/<int:pk>/", lists.version, name="version"),
    path("desk/standards/versions/<int:pk>/file/", files.version_file, name="version_file"),
    path("desk/standards/citations/", citations.citation_list, name="citation_list"),
    path("desk/standards/citations/<slug:key>/", citations.citation, name="citation"),
    path("desk/standards/checks/<int:pk>/file/", files.check_file, name="check_file"),
]
