"""The rule a permit stands on (R-EXIT-03, R-EXIT-04, R-EXIT-13), in Python and in the database.

It reads rows only, through the item's own relations, so that it can be the condition of the
transition: no opinion rows, no permit, whatever else the system believes.
"""

from typing import Any

import pgtrigger
from django.utils.translation import gettext_lazy as _

from approvals.record.refusals import Refusal
from relics.appraisers.rules import PANEL_RESPONSIBLE, PANEL_SIZE
from relics.register.models import Grade, Ownership

PRECIOUS = {Grade.FIRST, Grade.SECOND, Grade.THIRD}


def permit_refusal(item: Any) -> Refusal | None:
    """Why this item may not be permitted, or None. `item` is a ReviewItem."""
    return panel_refusal(item) or unanimity_refusal(item) or barred_refusal(item)


def panel_refusal(item: Any) -> Refusal | None:
    """At least three distinct persons, two of them responsible appraisers (条例 art. 45)."""
    panel = item.review.seated
    persons = {member.appraiser_id for member in panel}
    responsible = {member.appraiser_id for member in panel if member.responsible}
    if len(persons) >= PANEL_SIZE and len(responsible) >= PANEL_RESPONSIBLE:
        return None
    return Refusal(
        "panel_unlawful",
        _("鉴定组不足法定人数：须有三名以上专业技术人员，其中责任鉴定员二名以上。"),
        "R-EXIT-03",
        _("请补足鉴定组成员后重新鉴定。"),
    )


def latest_opinions(item: Any) -> dict[int, Any]:
    """The opinion of each member that counts, by member id; those who left do not."""
    seated = {member.pk for member in item.review.seated}
    latest: dict[int, Any] = {}
    for opinion in item.opinions.all():
        if opinion.member_id not in seated:
            continue
        known = latest.get(opinion.member_id)
        if known is None or opinion.version > known.version:
            latest[opinion.member_id] = opinion
    return latest


def unanimity_refusal(item: Any) -> Refusal | None:
    """Every responsible appraiser says yes: one no or one missing is enough to refuse."""
    opinions = latest_opinions(item)
    responsible = [member for member in item.review.seated if member.responsible]
    missing = [member for member in responsible if member.pk not in opinions]
    against = [
        member
        for member in responsible
        if member.pk in opinions and not opinions[member.pk].may_leave
    ]
    if not missing and not against:
        return None
    sentence = (
        _("有责任鉴定员不同意出境，不能许可。")
        if against
        else _("尚有责任鉴定员未出具意见，不能许可。")
    )
    return Refusal("not_unanimous", sentence, "R-EXIT-04", _("责任鉴定员一致同意方可许可。"))


def barred_refusal(item: Any) -> Refusal | None:
    """State relics and precious relics leave only on an approval that an officer has seen.

    The number alone, as the applicant typed it, lifts nothing (art. 77).
    """
    thing = item.object
    if item.review.special_approval and item.review.approval_seen_by_id:
        return None
    if thing.ownership == Ownership.STATE:
        return Refusal(
            "state_relic",
            _("国有文物禁止出境，须有国务院批准或展览批准文号。"),
            "R-EXIT-13",
            _("如已获批准，请在申请中录入批准文号。"),
        )
    if thing.grade in PRECIOUS:
        return Refusal(
            "precious_relic",
            _("珍贵文物禁止出境，须有国务院批准或展览批准文号。"),
            "R-EXIT-13",
            _("如已获批准，请在申请中录入批准文号。"),
        )
    return None


PERMITTED = "('permit', 'permit_issued', 'released')"


def unanimity_triggers() -> list[pgtrigger.Trigger]:
    """The database's own word: no row becomes a permit while a responsible appraiser is against.

    By whichever status it is written, and no row begins as one.
    """
    begun = pgtrigger.Trigger(
        name="permit_is_no_beginning",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition(f"NEW.status IN {PERMITTED}"),
        func="""
            RAISE EXCEPTION 'an object is judged before it is permitted (R-EXIT-04)'
                USING ERRCODE = 'check_violation';
        """,
    )
    moved = pgtrigger.Trigger(
        name="permit_needs_unanimity",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"NEW.status IN {PERMITTED} AND OLD.status NOT IN {PERMITTED}"
        ),
        declare=[("yes", "INTEGER"), ("seated", "INTEGER"), ("persons", "INTEGER")],
        func=f"""
            SELECT count(*) FILTER (WHERE m.responsible), count(DISTINCT m.appraiser_id),
                   count(*) FILTER (WHERE m.responsible AND (
                       SELECT o.may_leave FROM reviews_opinion o
                       WHERE o.member_id = m.id AND o.item_id = NEW.id
                       ORDER BY o.version DESC LIMIT 1))
            INTO seated, persons, yes
            FROM reviews_panelmember m
            WHERE m.review_id = NEW.review_id AND m.left_at IS NULL;
            IF persons < {PANEL_SIZE} OR seated < {PANEL_RESPONSIBLE} OR yes < seated THEN
                RAISE EXCEPTION 'a permit needs every responsible appraiser (R-EXIT-04)'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  the two numbers are ours
    )
    return [begun, moved]
