"""The panel of a case (鉴定组): who sits, and somebody else in a member's place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals.parties.models import Role
from approvals.record.refusals import Refusal, Refused
from relics.appointments.queries import parties_to
from relics.appraisers.queries import eligible
from relics.reviews.forms.office import ReplaceMemberForm
from relics.reviews.models import PanelMember, Review
from relics.reviews.services.panel import BEFORE_THE_DAY, JUDGING, replace_member

from .desk import Desk, at_the_desk, status_of


@require_http_methods(["GET", "POST"])
@at_the_desk
def panel(desk: Desk) -> HttpResponse:
    """Everybody who sits or has sat; the scheduler names a substitute with a reason."""
    form, refused = _form(desk, None), None
    if desk.request.method == "POST":
        form = _form(desk, desk.request.POST)
        try:
            if form.is_valid():
                said = form.cleaned_data
                replace_member(
                    desk.review,
                    said["member"],
                    said["substitute"],
                    reason=said["reason"],
                    by=desk.user,
                )
                messages.success(desk.request, _("已更换鉴定人员；替补人员须逐件重新鉴定。"))
                return redirect("reviews:panel", pk=desk.review.case_id)
        except Refused as error:
            refused = error
    context: dict[str, Any] = {
        "members": _members(desk.review),
        "form": form,
        "barred": _barred(desk),
        "refusal": refused and refused.refusal,
    }
    status = status_of(refused, valid=not form.errors)
    return desk.page("reviews/office/panel.html", context, node="panel", status=status)


def _members(review: Review) -> list[PanelMember]:
    return list(review.panel.select_related("appraiser__user").order_by("pk"))


def _form(desk: Desk, typed: Any) -> ReplaceMemberForm:
    office = desk.review.case.office
    assert office is not None
    seated = desk.review.panel.filter(left_at__isnull=True).select_related("appraiser__user")
    free = eligible(office.office, timezone.localdate(), parties_to(desk.review.case))
    sat = desk.review.panel.values("appraiser")
    return ReplaceMemberForm(typed, members=seated, substitutes=free.exclude(pk__in=sat))


def _barred(desk: Desk) -> Refusal | None:
    """Why this officer cannot change the panel now."""
    if not desk.holds(Role.SCHEDULER):
        sentence = _("只有审核机构的预约管理员可以更换鉴定人员。")
        return Refusal("no_right", sentence, "R-EXIT-03")
    if desk.review.status not in (*BEFORE_THE_DAY, *JUDGING):
        sentence = _("现在不能更换鉴定人员：须在确认预约后、作出决定前。")
        return Refusal("panel_closed", sentence, "R-EXIT-03")
    return None
