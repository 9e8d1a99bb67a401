"""What makes a panel lawful, and an appraiser and an office fit."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from approvals.parties.models import Office, User
from approvals.record.refusals import Refusal

from .models import Appraiser, Qualification
from .queries import (
    Parties,
    People,
    absences_on,
    bench_strength,
    certificates_on,
    posts_on,
    qualified_on,
    responsible_among,
    ties_on,
)

PANEL_SIZE = 3
"""Specialists on a panel, at least (R-EXIT-03)."""

PANEL_RESPONSIBLE = 2
"""Responsible appraisers among them, at least (R-EXIT-03)."""

OFFICE_APPRAISERS = 7
"""Full-time appraisers of an office, at least (R-EXIT-05)."""

OFFICE_RESPONSIBLE = 5
"""Responsible appraisers among them, at least (R-EXIT-05)."""


def is_lawful(specialists: int, responsible: int) -> bool:
    """Whether so many specialists, so many of them responsible, are a panel (R-EXIT-03)."""
    return specialists >= PANEL_SIZE and responsible >= PANEL_RESPONSIBLE


def panel_refusal(members: People, *, on: date, parties: Parties) -> Refusal | None:
    """Why these people are no lawful panel for these parties on that day, or None.

    Three distinct persons qualified on the day, two of them responsible appraisers (each also
    counts as a specialist), none tied to a party or barred by a post, none absent (R-EXIT-03,
    R-GEN-15, R-GEN-16).
    """
    people = list({member.pk: member for member in members}.values())
    return (
        _tied(people, on, parties)
        or post_refusal([person.user for person in people], on=on, parties=parties)
        or _absent(people, on)
        or _too_weak(people, on)
    )


def post_refusal(users: Collection[User], *, on: date, parties: Parties) -> Refusal | None:
    """Why one of these officers may have no part in a case of `parties`, or None (R-GEN-16).

    Whoever holds a post in a relic shop or an auction house is barred from every case, and
    from the cases of the party that employs. For appraisers and all other staff.
    """
    found = [
        _("%(name)s 任职于 %(employer)s（%(position)s）")
        % {"name": post.user, "employer": post.employer, "position": post.position}
        for post in posts_on(users, on, parties)
    ]
    if not found:
        return None
    return Refusal(
        "staff_post_elsewhere",
        _("工作人员不得在文物商店或拍卖企业任职，也不得办理任职单位的案件：%(posts)s。")
        % {"posts": _("；").join(found)},
        "R-GEN-16",
        _("请更换该人员；任职已终止的，请先登记终止日期。"),
    )


def _tied(people: list[Appraiser], on: date, parties: Parties) -> Refusal | None:
    found = [
        _("%(name)s 与 %(party)s（%(reason)s）")
        % {"name": tie.appraiser, "party": tie.party, "reason": tie.reason}
        for tie in ties_on(people, on, parties)
    ]
    if not found:
        return None
    return Refusal(
        "panel_tied",
        _("鉴定人员应当回避：%(ties)s。") % {"ties": _("；").join(found)},
        "R-GEN-15",
        _("请更换有利害关系的鉴定人员。"),
    )


def _absent(people: list[Appraiser], on: date) -> Refusal | None:
    found = _names(absence.appraiser for absence in absences_on(people, on))
    if not found:
        return None
    return Refusal(
        "panel_absent",
        _("鉴定人员 %(day)s 缺勤：%(names)s。") % {"day": on, "names": found},
        "R-EXIT-03",
        _("请更换缺勤的鉴定人员。"),
    )


def _too_weak(people: list[Appraiser], on: date) -> Refusal | None:
    kinds = set(certificates_on(people, on).values_list("appraiser_id", "kind"))
    qualified = {pk for pk, _kind in kinds}
    responsible = {pk for pk, kind in kinds if kind == Qualification.Kind.RESPONSIBLE}
    if is_lawful(len(qualified), len(responsible)):
        return None
    sentence = _(
        "%(day)s 鉴定组人数不足：有资格的 %(qualified)d 人（须 %(size)d 人以上），"
        "其中责任鉴定员 %(responsible)d 人（须 %(of_them)d 人以上）。"
    ) % {
        "day": on,
        "qualified": len(qualified),
        "size": PANEL_SIZE,
        "responsible": len(responsible),
        "of_them": PANEL_RESPONSIBLE,
    }
    lapsed = _names(person for person in people if person.pk not in qualified)
    if lapsed:
        sentence += _("当日资格无效、不计入：%(names)s。") % {"names": lapsed}
    return Refusal("panel_too_weak", sentence, "R-EXIT-03", _("请补足当日有资格的鉴定人员。"))


def _names(people: Iterable[Appraiser]) -> str:
    return _("、").join(dict.fromkeys(str(person) for person in people))


def seating_refusal(staff: People, *, on: date, parties: Parties) -> Refusal | None:
    """Why no lawful panel can be taken from `staff`, or None (R-APPT-04).

    More people may be there than sit: one who is tied or absent steps aside, and the rest must
    do. The refusal is the one of the whole staff, so that it names who is in the way.
    """
    if is_lawful(*bench_strength(staff, on, parties)):
        return None
    return panel_refusal(staff, on=on, parties=parties)


def responsible_refusal(appraiser: Appraiser) -> Refusal | None:
    """Why the person cannot be a responsible appraiser: degree or title too low (R-EXIT-06)."""
    enough_study = appraiser.degree != Appraiser.Degree.BELOW
    enough_rank = appraiser.title not in {Appraiser.Title.NONE, Appraiser.Title.JUNIOR}
    if enough_study and enough_rank:
        return None
    return Refusal(
        "appraiser_not_fit",
        _("责任鉴定员须有本科以上学历和中级以上文博职称：%(name)s 为%(degree)s、%(title)s。")
        % {
            "name": appraiser,
            "degree": appraiser.get_degree_display(),
            "title": appraiser.get_title_display(),
        },
        "R-EXIT-06",
        _("请先更正学历或职称记录，或改授其他资格。"),
    )


def office_refusal(office: Office, *, on: date) -> Refusal | None:
    """Why the office is too small to take on new cases that day, or None (R-EXIT-05)."""
    people = list(qualified_on(office, on))
    return strength_refusal(len(people), len(responsible_among(people, on)))


def strength_refusal(people: int, responsible: int) -> Refusal | None:
    """Why so many appraisers, so many of them responsible, are no office (R-EXIT-05)."""
    if people >= OFFICE_APPRAISERS and responsible >= OFFICE_RESPONSIBLE:
        return None
    return Refusal(
        "office_too_small",
        _(
            "审核机构人员不足：鉴定人员 %(people)d 人（须 %(size)d 人以上），"
            "其中责任鉴定员 %(responsible)d 人（须 %(of_them)d 人以上）。"
        )
        % {
            "people": people,
            "size": OFFICE_APPRAISERS,
            "responsible": responsible,
            "of_them": OFFICE_RESPONSIBLE,
        },
        "R-EXIT-05",
        _("请补足人员后再受理新的申请。"),
    )
