"""Public addresses: the page behind a paper's QR code, and the upload."""

from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("v/<str:code>/", views.public, name="public"),
    path("verify/", views.verify, name="verify"),
    path("papers/<int:pk>.pdf", views.download, name="download"),
]
