"""The rules a permit stands on (R-EXIT-03, 04, 13, R-TEMP-06), in Python and in the database.

It reads rows only, through the item's own relations, so that it can be the condition of the
transition: no opinion rows, no permit, whatever else the system believes.
"""

from typing import Any

import pgtrigger
from django.utils.translation import gettext_lazy as _

from approvals.record.refusals import Refusal
from relics.appraisers.rules import PANEL_RESPONSIBLE, PANEL_SIZE
from relics.register.models import Grade, Ownership
from relics.reviews.registry import procedure_of

PRECIOUS = {Grade.FIRST, Grade.SECOND, Grade.THIRD}


def permit_refusal(item: Any) -> Refusal | None:
    """Why this item may not be permitted under its procedure, or None. `item` is a ReviewItem."""
    refusal: Refusal | None = procedure_of(item.review.procedure).permit_refusal(item)
    return refusal


def judged_refusal(item: Any) -> Refusal | None:
    """The rule of the exit review: a lawful panel, of one mind, and nothing that is barred."""
    return (
        panel_refusal(item)
        or unanimity_refusal(item)
        or barred_refusal(item)
        or artist_refusal(item)
    )


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


def nature_refusal(item: Any, outcome: str) -> Refusal | None:
    """A replica or no relic at all: a lawful panel's responsible appraisers all say so (R-EXIT-11).

    One of them in doubt keeps the object under the law of relics.
    """
    if refusal := panel_refusal(item):
        return refusal
    opinions = latest_opinions(item)
    said = [opinions.get(member.pk) for member in item.review.seated if member.responsible]
    replica = outcome == "replica"
    if all(one and not one.is_relic and one.is_replica == replica for one in said):
        return None
    sentence = (
        _("责任鉴定员未一致认定为复仿制品。") if replica else _("责任鉴定员未一致认定不是文物。")
    )
    return Refusal("nature_in_doubt", sentence, "R-EXIT-11", _("请按文物作出结论。"))


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


def artist_refusal(item: Any) -> Refusal | None:
    """A maker whose works may not leave: all of them, or those that are representative (R-STD-09).

    A name that agrees in sound only is the panel's to judge, as a representative work is.
    """
    lines = (item.finding or {}).get("artists", ())
    for line in lines:
        if line["level"] == "all" and line["exact"]:
            return Refusal(
                "artist_barred",
                _("作者“%(name)s”列入限制出境名家（%(list)s），作品一律不准出境。")
                % {"name": line["name"], "list": line["list"]},
                "R-STD-09",
            )
    if not lines:
        return None
    latest = latest_opinions(item)
    said = [
        latest[member.pk].is_representative if member.pk in latest else None
        for member in item.review.seated
        if member.responsible
    ]
    if None in said:
        return Refusal(
            "representative_unrecorded",
            _("作者列入限制出境名家，责任鉴定员尚未全部注明是否代表作。"),
            "R-STD-09",
            _("请在鉴定意见中注明。"),
        )
    if any(said):
        return Refusal(
            "representative_work", _("经鉴定为限制出境名家的代表作，不准出境。"), "R-STD-09"
        )
    return None


PERMITTED = "('permit', 'permit_issued', 'released')"
UNANIMOUS = f"""
    SELECT count(*) FILTER (WHERE m.responsible), count(DISTINCT m.appraiser_id),
           count(*) FILTER (WHERE m.responsible AND (
               SELECT o.may_leave FROM reviews_opinion o
               WHERE o.member_id = m.id AND o.item_id = NEW.id
               ORDER BY o.version DESC LIMIT 1))
    INTO seated, persons, yes
    FROM reviews_panelmember m
    WHERE m.review_id = NEW.review_id AND m.left_at IS NULL;
    lawful := persons >= {PANEL_SIZE} AND seated >= {PANEL_RESPONSIBLE} AND yes >= seated;
"""  # noqa: S608  the two numbers are ours
COMPARED = """
    SELECT EXISTS (SELECT 1 FROM comparisons_comparison c
                   JOIN comparisons_reference f ON f.id = c.reference_id
                   JOIN reviews_review r ON r.case_id = c.case_id
                   WHERE r.id = NEW.review_id AND f.object_id = NEW.object_id
                     AND c.status IN ('matched', 'explained'))
    INTO lawful;
"""
APPROVED = """
    SELECT r.special_approval <> '' AND r.approval_seen_by_id IS NOT NULL
    FROM reviews_review r WHERE r.id = NEW.review_id INTO lawful;
"""


def permit_triggers() -> list[pgtrigger.Trigger]:
    """The database's own word: no row becomes a permit against its procedure's law.

    By whichever status it is written, and no row begins as one. Exit review: every responsible
    appraiser (R-EXIT-04); re-exit: the comparison (R-TEMP-06); temporary exit: the approval that
    an officer saw (art. 79). No other procedure permits anything.
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
        name="permit_needs_its_law",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"NEW.status IN {PERMITTED} AND OLD.status NOT IN {PERMITTED}"
        ),
        declare=[
            ("yes", "INTEGER"),
            ("seated", "INTEGER"),
            ("persons", "INTEGER"),
            ("what", "TEXT"),
            ("lawful", "BOOLEAN"),
        ],
        func=f"""
            lawful := false;
            SELECT r.procedure FROM reviews_review r WHERE r.id = NEW.review_id INTO what;
            IF what = 'exit_review' THEN {UNANIMOUS}
            ELSIF what = 'reexit' THEN {COMPARED}
            ELSIF what = 'temporary_exit' THEN {APPROVED}
            END IF;
            IF NOT lawful THEN
                RAISE EXCEPTION 'a permit needs its procedure''s law: % (R-EXIT-04)', what
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  its parts stand above
    )
    return [begun, moved, _frozen_stays()]


def _frozen_stays() -> pgtrigger.Trigger:
    """A frozen object's outcome does not move but into the freeze and out of it (R-TEMP-07)."""
    return pgtrigger.Trigger(
        name="frozen_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        condition=pgtrigger.Condition(
            "OLD.status <> NEW.status AND NEW.status NOT IN ('frozen', 'handed_over')"
        ),
        func="""
            IF watchlists_is_frozen(NEW.object_id) THEN
                RAISE EXCEPTION 'a frozen object stays as it is (R-TEMP-07)'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
