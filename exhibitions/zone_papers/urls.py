"""The addresses of the papers of customs' zone system."""

from django.urls import path

from . import views

app_name = "zone_papers"
urlpatterns = [
    path("zone-papers/check/", views.check, name="check"),
    path("zone-papers/permits/<uuid:pk>/", views.declaration, name="declaration"),
    path("zone-papers/books/<int:pk>/inventory/", views.inventory, name="inventory"),
    path("zone-papers/books/<int:pk>/", views.ledger, name="ledger"),
]
