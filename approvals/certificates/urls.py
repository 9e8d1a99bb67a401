"""Public addresses: the page behind a paper's QR code, the upload, the status list."""

from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("v/<str:code>/", views.public, name="public"),
    path("verify/", views.verify, name="verify"),
    path("certificates/status-list.jws", views.status_list, name="status_list"),
    path("papers/<int:pk>.pdf", views.download, name="download"),
]
