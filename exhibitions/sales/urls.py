"""The addresses of this room."""

from django.urls import path

from .views import desk, exhibit, licences, lists

app_name = "sales"
urlpatterns = [
    path("sales/", lists.sales, name="list"),
    path("sales/exhibits/<int:pk>/", exhibit.page, name="exhibit"),
    path("sales/<int:pk>/buyer/", exhibit.buyer, name="buyer"),
    path("sales/licences/", licences.board, name="licences"),
    path("sales/licences/<int:pk>/", licences.one, name="licence"),
    path("sales/licences/<int:pk>/file/", licences.file, name="licence_file"),
    path("desk/sales/", desk.customs, name="desk"),
    path("desk/sales/statements/", desk.statements, name="statements"),
    path("desk/sellers/", desk.sellers, name="sellers"),
]
