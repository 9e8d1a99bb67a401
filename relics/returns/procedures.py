"""文物复出境 (form 56020-c): what entered temporarily leaves again, if it is the same object."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.refusals import Refusal
from relics.entries.models import Stay
from relics.entries.queries import open_stays, stay_of
from relics.entries.services import begin_reexit, end_reexit
from relics.register.models import RelicObject
from relics.reviews.models import Mark, Review, ReviewItem
from relics.reviews.procedures import PERSON_FIELDS, Paper, Words

from .comparing import ComparingProcedure, compared_refusal, reference_refusals
from .papers import reexit_papers

PENDING = Stay.Status.REEXIT_PENDING


class ReExit(ComparingProcedure):
    """Only what is here under the privilege, in time, and only by the office of its entry."""

    key = "reexit"
    title = _("文物复出境")
    form = "56020-c"
    summary = _("暂时进境的文物在期限内复出境：与进境存档比对，不适用年限标准。")
    bring = (
        _("携运人的身份证件"),
        _("进境时登记的文物原件，临时进境标识完好"),
        _("如经修复或更换装裱：说明与依据"),
    )
    required = {
        "port": _("出境口岸"),
        "destination": _("出境目的地"),
        **PERSON_FIELDS,
    }
    standard = "re_exit"
    permit_kind = "reexit_permit"
    outcomes = ("permit", "referred")

    def office_of(self, review: Review) -> Office | None:
        """The office of entry, whatever the port (R-TEMP-06)."""
        stay = stays_in(review).first()
        return stay.office if stay else None

    def candidates(self, review: Review, objects: Any) -> Any:
        return objects.filter(pk__in=open_stays(review.case.applicant).values("object"))

    def listing_refusal(self, review: Review, things: Sequence[Any]) -> Refusal | None:
        for never in reference_refusals(things):
            return never
        stays = [stay_of(thing) for thing in things]
        for thing, stay in zip(things, stays, strict=True):
            if refusal := reexit_refusal(thing, stay):
                return refusal
        offices = {one.office.pk: one.office for one in [*stays_in(review), *filter(None, stays)]}
        if len(offices) > 1:
            return Refusal(
                "several_offices",
                _("所列文物由不同机构登记进境：%(offices)s。")
                % {"offices": _("、").join(str(one) for one in offices.values())},
                "R-TEMP-06",
                _("复出境由原登记机构核查，请按机构分开申请。"),
            )
        return None

    def item_refusals(self, review: Review, items: Sequence[ReviewItem]) -> Iterator[Refusal]:
        for item in items:
            if refusal := reexit_refusal(item.object, stay_of(item.object)):
                yield refusal

    def submitted(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        for stay in stays_in(review):
            begin_reexit(stay, by=by)

    def left_out(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """What did not come, or waits for its own comparison, stays with its deadline."""
        keys = [item.object_id for item in items]
        for stay in stays_in(review).filter(status=PENDING, object__in=keys):
            end_reexit(stay, left=False, by=by)

    def ended(self, review: Review, *, by: User) -> None:
        for stay in stays_in(review).filter(status=PENDING):
            end_reexit(stay, left=False, by=by)

    def permit_refusal(self, item: ReviewItem) -> Refusal | None:
        """The same object, under its privilege, before the office that recorded it."""
        stay = stay_of(item.object)
        if stay is None or not stay.privileged or stay.status != PENDING:
            return no_privilege(item.object, stay)
        if stay.office.party_id != item.review.case.office_id:
            return other_office(item.object, stay)
        return compared_refusal(item)

    def decided(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """What is not the recorded object may still stay; it leaves by the ordinary review."""
        for stay in stays_in(review, status="referred").filter(status=PENDING):
            end_reexit(stay, left=False, by=by)

    def marked(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """The office takes its entry mark off as it puts the exit mark on (R-EXIT-12)."""
        entered = Mark.objects.select_for_update(of=("self",)).filter(
            kind=Mark.Kind.ENTRY,
            status=Mark.Status.BOUND,
            item__object__in=[item.object_id for item in items],
        )
        for mark in entered:
            mark.remove()
            mark.save(update_fields=["status"])

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        return reexit_papers(review, items, valid_until, remarks)

    def released(self, item: ReviewItem, *, by: User) -> None:
        stay = stay_of(item.object)
        if stay is not None and stay.status == PENDING:
            end_reexit(stay, left=True, by=by)


def stays_in(review: Review, **item: str) -> Any:
    """The stays of the objects on the list; of those items that fit the words, if any."""
    listed = review.items.filter(**item).values("object")
    return (
        Stay.objects.filter(object__in=listed, status__in=Stay.OPEN)
        .select_related("office__party")
        .order_by("pk")
    )


def reexit_refusal(thing: RelicObject, stay: Stay | None) -> Refusal | None:
    """Why re-exit may not be asked for this object now, or None (R-TEMP-02, 05, 06)."""
    if stay is not None and stay.privileged and stay.status == Stay.Status.IN_COUNTRY:
        return None
    return no_privilege(thing, stay)


def no_privilege(thing: RelicObject, stay: Stay | None) -> Refusal:
    """The object is not here under the privilege: the ordinary exit review is its way."""
    why: Words
    if stay is None:
        why = _("没有在境的暂时进境登记")
    elif not stay.privileged:
        why = _("进境登记缺少法定步骤，不享有复出境便利")
    else:
        why = stay.get_status_display()
    return Refusal(
        "no_privilege",
        _("“%(object)s”不能办理复出境：%(why)s。") % {"object": thing, "why": why},
        "R-TEMP-05" if stay and stay.privileged else "R-TEMP-02",
        _("请改办文物出境审核，或先处理其在境状态。"),
    )


def other_office(thing: RelicObject, stay: Stay) -> Refusal:
    """Only the office of entry compares and permits (R-TEMP-06, edge case 17)."""
    return Refusal(
        "original_office_only",
        _("“%(object)s”由%(office)s登记进境，复出境只能由该机构核查。")
        % {"object": thing, "office": stay.office},
        "R-TEMP-06",
        _("请到%(office)s办理。") % {"office": stay.office},
    )
