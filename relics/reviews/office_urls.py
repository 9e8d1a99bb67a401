"""Addresses of the office's side; included by `urls.py` under the name ``reviews``."""

from django.urls import path

from .views.office import (
    appointment,
    arrival,
    case,
    confirm,
    decision,
    examination,
    hand_back,
    intake,
    issue,
    lists,
    marks,
    panel,
    printing,
    remarking,
    standing,
)

CASE = "desk/cases/<uuid:pk>/"

urlpatterns = [
    path("desk/intake/", lists.intake_list, name="intake_list"),
    path("desk/examinations/", lists.examination_list, name="examination_list"),
    path("desk/decisions/", lists.decision_list, name="decision_list"),
    path("desk/issue/", lists.issue_list, name="issue_list"),
    path("desk/marks/", marks.stock, name="mark_stock"),
    path("desk/cases/", lists.desk_list, name="desk_list"),
    path(
        "desk/schedule/<int:pk>/worksheets/", printing.session_worksheets, name="session_worksheets"
    ),
    path(CASE, case.case, name="desk_case"),
    path(CASE + "confirm/", confirm.confirm, name="confirm"),
    path(CASE + "confirm/proposal/", confirm.proposal, name="confirm_proposal"),
    path(CASE + "appointment/", appointment.appointment, name="desk_appointment"),
    path(CASE + "panel/", panel.panel, name="panel"),
    path(CASE + "intake/", intake.intake, name="intake"),
    path(CASE + "check-in/", arrival.check_in, name="check_in"),
    path(CASE + "found/", arrival.found, name="found"),
    path(CASE + "objects/<int:item>/split/", arrival.split, name="split"),
    path(CASE + "worksheets/", printing.worksheets, name="worksheets"),
    path(CASE + "examination/", examination.examination, name="examination"),
    path(CASE + "examination/finish/", examination.finish, name="finish"),
    path(CASE + "examination/<int:item>/", examination.object_page, name="examination_object"),
    path(CASE + "decision/", decision.decision, name="decision"),
    path(CASE + "marks/", marks.marks, name="marks"),
    path(CASE + "objects/<int:item>/mark/", remarking.remark, name="remark"),
    path(CASE + "issue/", issue.issue, name="issue"),
    path(CASE + "papers/", issue.papers, name="papers"),
    path(CASE + "papers/<int:paper>/amend/", standing.amend, name="amend"),
    *(
        path(CASE + f"papers/<int:paper>/{act}/", standing.paper_act, {"act": act}, name=act)
        for act in standing.RUN
    ),
    path(CASE + "return/", hand_back.return_left, name="return_left"),
    path(CASE + "hand-back/", hand_back.hand_back, name="hand_back"),
]
