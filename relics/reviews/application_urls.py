"""Addresses of the applicant's side; included by `urls.py` under the name ``reviews``."""

from django.urls import path

from .views import application, booking, case, imports, objects, photographs, relations

urlpatterns = [
    path("applications/", application.application_list, name="application_list"),
    path("applications/new/", application.application_new, name="application_new"),
    path("applications/<uuid:pk>/", application.tasks, name="application"),
    path("applications/<uuid:pk>/particulars/", application.particulars, name="particulars"),
    path("applications/<uuid:pk>/check/", application.check, name="check"),
    path("applications/<uuid:pk>/submit/", application.submit, name="submit"),
    path("applications/<uuid:pk>/receipt/", application.receipt, name="receipt"),
    path("applications/<uuid:pk>/objects/", objects.object_list, name="object_list"),
    path("applications/<uuid:pk>/objects/new/", objects.object_new, name="object_new"),
    path("applications/<uuid:pk>/objects/remove/", objects.objects_remove, name="objects_remove"),
    path("applications/<uuid:pk>/objects/register/", objects.pick, name="object_pick"),
    path("applications/<uuid:pk>/relations/", relations.relations, name="relations"),
    path(
        "applications/<uuid:pk>/relations/<int:relation>/remove/",
        relations.relation_remove,
        name="relation_remove",
    ),
    path("applications/<uuid:pk>/objects/<int:item>/", objects.object_edit, name="object_edit"),
    path(
        "applications/<uuid:pk>/objects/<int:item>/photos/",
        photographs.photo_add,
        name="photo_add",
    ),
    path(
        "applications/<uuid:pk>/objects/<int:item>/photos/<int:photo>/remove/",
        photographs.photo_remove,
        name="photo_remove",
    ),
    path("applications/<uuid:pk>/photos/", photographs.archive, name="photo_archive"),
    path("applications/<uuid:pk>/stand-ins/", photographs.stand_ins, name="stand_ins"),
    path("applications/<uuid:pk>/import/", imports.upload, name="import"),
    path("applications/<uuid:pk>/import/report/", imports.report, name="import_report"),
    path("applications/<uuid:pk>/import/errors.csv", imports.errors, name="import_errors"),
    path("applications/<uuid:pk>/import/apply/", imports.apply, name="import_apply"),
    path("applications/<uuid:pk>/import/drop/", imports.drop, name="import_drop"),
    path("applications/<uuid:pk>/import/<int:batch>/undo/", imports.undo, name="import_undo"),
    path("applications/template.xlsx", imports.template, name="import_template"),
    path("cases/<uuid:pk>/", case.case, name="case"),
    path("cases/<uuid:pk>/booking/", booking.week, name="booking"),
    path("cases/<uuid:pk>/booking/cancel/", booking.cancel, name="booking_cancel"),
    path("cases/<uuid:pk>/booking.ics", booking.calendar, name="booking_calendar"),
    path("cases/<uuid:pk>/correction/", case.correction, name="correction"),
    path("cases/<uuid:pk>/withdraw/", case.withdraw, name="withdraw"),
]
