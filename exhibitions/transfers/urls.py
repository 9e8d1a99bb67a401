"""The addresses of transfers between zones."""

from django.urls import path

from .views import filing, lists

app_name = "transfers"
urlpatterns = [
    path("transfers/", lists.transfer_list, name="list"),
    path("transfers/<int:pk>/", lists.transfer, name="transfer"),
    path("transfers/out/<int:book>/new/", filing.out_new, name="out_new"),
    path("transfers/in/<int:book>/new/", filing.in_new, name="in_new"),
]
