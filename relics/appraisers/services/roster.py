"""What is done to the roster. Each act stands in the office's own chain of the trail."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Office, Party, Role, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail
from relics.appraisers.classes import TITLES
from relics.appraisers.models import Absence, Appraiser, Post, Qualification, Skill, Tie
from relics.appraisers.queries import holds_any
from relics.appraisers.rules import responsible_refusal

ROSTER_ROLES = (Role.SCHEDULER, Role.ADMINISTRATOR)


def _require_roster(by: User, office: Office, *roles: str) -> None:
    if not holds_any(by, roles or ROSTER_ROLES, office):
        raise NotAllowed(
            Refusal(
                "no_right",
                _("您没有管理该机构鉴定人员的权限。"),
                "D-ROLE",
                _("请由该机构的预约管理员或系统管理员办理。"),
            )
        )


def _require_order(start: date, end: date | None) -> None:
    if end is not None and end < start:
        refusal = Refusal("ends_before_start", _("截止日期早于起始日期。"), "", _("请核对日期。"))
        raise NotAcceptable(refusal)


def _write(appraiser: Appraiser, verb: str, by: User, after: Mapping[str, object]) -> None:
    chain = f"office:{appraiser.office_id}"
    write_trail(chain, verb, by=by, subject=f"appraiser:{appraiser.pk}", after=after)


@transaction.atomic
def grant_qualification(
    appraiser: Appraiser,
    kind: str,
    *,
    certificate_no: str,
    valid_from: date,
    valid_to: date | None = None,
    by: User,
) -> Qualification:
    """Enter a certificate (R-EXIT-06). By an administrator of the office.

    Raises NotAcceptable where the person's degree or title does not reach for it.
    """
    _require_roster(by, appraiser.office, Role.ADMINISTRATOR)
    _require_order(valid_from, valid_to)
    if kind == Qualification.Kind.RESPONSIBLE:
        require(responsible_refusal(appraiser), error=NotAcceptable)
    qualification = Qualification.objects.create(
        appraiser=appraiser,
        kind=kind,
        certificate_no=certificate_no,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    after = {"kind": kind, "no": certificate_no, "from": valid_from, "to": valid_to}
    _write(appraiser, "qualification.grant", by, after)
    return qualification


@transaction.atomic
def declare_tie(
    appraiser: Appraiser,
    party: Party,
    *,
    reason: str,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Tie:
    """Declare why the appraiser stands aside for `party` (R-GEN-15, R-GEN-16).

    By the appraiser, or by a scheduler or administrator of the office. Valid from today unless
    told otherwise, and until it is said to end.
    """
    if by.pk != appraiser.user_id:
        _require_roster(by, appraiser.office)
    start = valid_from or timezone.localdate()
    _require_order(start, valid_to)
    if not reason.strip():
        refusal = Refusal("reason_missing", _("请写明利害关系的事由。"), "R-GEN-15")
        raise NotAcceptable(refusal)
    tie = Tie.objects.create(
        appraiser=appraiser,
        party=party,
        reason=reason.strip(),
        declared_at=timezone.now(),
        valid_from=start,
        valid_to=valid_to,
    )
    after = {"party": party.pk, "reason": tie.reason, "from": start, "to": valid_to}
    _write(appraiser, "tie.declare", by, after)
    return tie


@transaction.atomic
def record_absence(
    appraiser: Appraiser,
    *,
    starts_on: date,
    ends_on: date,
    by: User,
    substitute: Appraiser | None = None,
) -> Absence:
    """Record days on which the appraiser cannot sit. By a scheduler or administrator.

    A `substitute` of the same office may be named, who is not absent then: the proposal thinks
    of that person first. Raises NotAcceptable for one who cannot stand in.
    """
    _require_roster(by, appraiser.office)
    _require_order(starts_on, ends_on)
    if substitute is not None:
        require(_stand_in_refusal(appraiser, substitute, starts_on, ends_on), error=NotAcceptable)
    absence = Absence.objects.create(
        appraiser=appraiser, starts_on=starts_on, ends_on=ends_on, substitute=substitute
    )
    after = {"from": starts_on, "to": ends_on, "substitute": substitute and substitute.pk}
    _write(appraiser, "absence.record", by, after)
    return absence


def _stand_in_refusal(
    appraiser: Appraiser, substitute: Appraiser, start: date, end: date
) -> Refusal | None:
    if substitute.pk == appraiser.pk or substitute.office_id != appraiser.office_id:
        sentence = _("替补人员须为本机构的另一名鉴定人员。")
        return Refusal("substitute_not_ours", sentence, "R-EXIT-03", _("请另选替补人员。"))
    if substitute.absences.filter(starts_on__lte=end, ends_on__gte=start).exists():
        sentence = _("%(name)s 在这些日子里也缺勤。") % {"name": substitute}
        return Refusal("substitute_absent", sentence, "R-EXIT-03", _("请另选替补人员。"))
    return None


@transaction.atomic
def extend_qualification(
    qualification: Qualification, *, certificate_no: str, valid_to: date | None, by: User
) -> Qualification:
    """Enter the certificate that follows this one, from the day after its last (R-EXIT-06).

    By an administrator of the office. The old row stays as it was. Raises Conflict for a
    certificate without a last day.
    """
    if qualification.valid_to is None:
        sentence = _("该资格没有截止日期，无须延续。")
        raise Conflict(Refusal("qualification_open", sentence, "R-EXIT-06"))
    return grant_qualification(
        qualification.appraiser,
        qualification.kind,
        certificate_no=certificate_no,
        valid_from=qualification.valid_to + timedelta(days=1),
        valid_to=valid_to,
        by=by,
    )


@transaction.atomic
def record_skill(
    appraiser: Appraiser,
    part: str,
    *,
    level: str,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Skill:
    """Say in which class (part of GB/T 33290) the appraiser is skilled (R-STD-10).

    By a scheduler or administrator of the office; from today unless told otherwise.
    """
    _require_roster(by, appraiser.office)
    start = valid_from or timezone.localdate()
    _require_order(start, valid_to)
    if part not in TITLES:
        raise NotAcceptable(Refusal("class_unknown", _("没有这一类别。"), "R-STD-10"))
    skill, _created = Skill.objects.update_or_create(
        appraiser=appraiser,
        part=part,
        valid_from=start,
        defaults={"level": level, "valid_to": valid_to},
    )
    after = {"part": part, "level": level, "from": start, "to": valid_to}
    _write(appraiser, "skill.record", by, after)
    return skill


@transaction.atomic
def record_post(
    user: User,
    office: Office,
    *,
    kind: str,
    employer: str,
    position: str,
    by: User,
    party: Party | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Post:
    """Enter a post that one of the office's staff holds elsewhere (R-GEN-16).

    By the person, or by a scheduler or administrator of the office. From then on the person is
    proposed for no panel from which the post bars.
    """
    if by.pk != user.pk:
        _require_roster(by, office)
    start = valid_from or timezone.localdate()
    _require_order(start, valid_to)
    if not (employer.strip() and position.strip()):
        sentence = _("请写明任职单位和职务。")
        raise NotAcceptable(Refusal("post_nowhere", sentence, "R-GEN-16"))
    post = Post.objects.create(
        user=user,
        office=office,
        kind=kind,
        employer=employer.strip(),
        party=party,
        position=position.strip(),
        valid_from=start,
        valid_to=valid_to,
    )
    after = {"kind": kind, "employer": post.employer, "from": start, "to": valid_to}
    write_trail(f"office:{office.pk}", "post.record", by=by, subject=f"user:{user.pk}", after=after)
    return post


@transaction.atomic
def end_post(post: Post, *, on: date, by: User) -> Post:
    """Say on which day a post ended. By a scheduler or administrator of the office."""
    _require_roster(by, post.office)
    _require_order(post.valid_from, on)
    post = Post.objects.select_for_update().get(pk=post.pk)
    before, post.valid_to = post.valid_to, on
    post.save(update_fields=["valid_to"])
    write_trail(
        f"office:{post.office_id}",
        "post.end",
        by=by,
        subject=f"user:{post.user_id}",
        before={"to": before},
        after={"to": on},
    )
    return post
