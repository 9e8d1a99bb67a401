"""What must hold before each step. Every predicate returns None or a Refusal that explains."""

from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric

from approvals.cases.models import Case
from approvals.certificates.models import Certificate
from approvals.parties.models import Party, Port, User
from approvals.parties.queries import may_apply_for, memberships_of
from approvals.record.refusals import Refusal
from relics.appointments.queries import parties_to
from relics.appraisers.models import Appraiser
from relics.appraisers.queries import ties_on
from relics.appraisers.rules import post_refusal
from relics.register.models import RelicObject
from relics.register.relations import inseparable_from
from relics.register.rules import object_is_complete
from relics.watchlists.queries import barring_freeze, frozen_among
from relics.watchlists.wording import suspended_for_applicant

from .models import Mark, Review, ReviewItem

MOST_OBJECTS = 100
FREE_TO_LEAVE = ("released", "replica", "not_relic")


def applicant_refusal(applicant: Party, user: User) -> Refusal | None:
    """Only the party itself, or an agent under a mandate in force, may apply (R-EXIT-01)."""
    if may_apply_for(user).filter(pk=applicant.pk).exists():
        return None
    return Refusal(
        "no_mandate",
        _("您没有为该申请人办理的有效委托。"),
        "R-EXIT-01",
        _("请由申请人本人办理，或提交在有效期内的委托书。"),
    )


def recusal_refusal(case: Case, *officers: User) -> Refusal | None:
    """Who serves the applicant's side, or has a tie to it, does nothing for the office in its case.

    R-GEN-15, R-GEN-16: read from memberships, posts and declared ties as they are today.
    """
    parties = parties_to(case)
    if refusal := post_refusal(officers, on=timezone.localdate(), parties=parties):
        return refusal
    for person in officers:
        if memberships_of(person).filter(party__in=parties).exists():
            return Refusal(
                "serves_a_party",
                _("%(name)s 在本案当事人一方任职，不得办理本案。") % {"name": person},
                "R-GEN-16",
                _("请由其他人员办理。"),
            )
        known = Appraiser.objects.filter(user=person)
        if ties_on(known, timezone.localdate(), parties).exists():
            return Refusal(
                "must_stand_aside",
                _("%(name)s 与本案当事人有利害关系，应当回避。") % {"name": person},
                "R-GEN-15",
                _("请由其他人员办理。"),
            )
    return None


def identity_refusal(kind: str, number: str) -> Refusal | None:
    """A Chinese identity card has a check digit; other papers have none (edge case 45)."""
    if kind == Party.IdentityKind.ID_CARD and number and not ric.is_valid(number):
        return Refusal(
            "identity_invalid",
            _("携运人身份证号码校验位不符。"),
            "R-EXIT-07",
            _("请核对证件原件后重新填写。"),
        )
    return None


def blanks_of(review: Review) -> Iterator[Refusal]:
    """Every statutory field that is still empty (rules §9.2)."""
    for field, label in review.rules.required.items():
        if not getattr(review, field):
            yield Refusal(
                f"blank_{field}",
                _("“%(field)s”尚未填写。") % {"field": label},
                "R-EXIT-07",
                _("请在申请信息中补填。"),
            )


def submission_refusals(review: Review, items: list[ReviewItem]) -> Iterator[Refusal]:
    """Everything that keeps the application from being submitted, in the order of the form."""
    yield from file_refusals(review)
    yield from list_refusals(len(items))
    yield from suspended_refusals(items)
    yield from review.rules.item_refusals(review, items)
    yield from parted_refusals(review, items)
    for item in items:
        if refusal := object_is_complete(item.object, len(item.object.photos.all())):
            yield refusal


def file_refusals(review: Review) -> Iterator[Refusal]:
    """What the whole file but its objects lacks or contradicts."""
    yield from form_refusals(review)
    yield from review.rules.file_refusals(review)


def form_refusals(review: Review) -> Iterator[Refusal]:
    """What the statutory fields lack or contradict (rules §9.2, R-EXIT-08)."""
    yield from blanks_of(review)
    if refusal := identity_refusal(review.identity_kind, review.identity_number):
        yield refusal
    if review.port and review.rules.way == "out" and not review.port.is_designated:
        yield Refusal(
            "port_not_designated",
            _("“%(port)s”不是指定的文物出境口岸。") % {"port": review.port.name},
            "R-EXIT-08",
            _("请选择指定口岸。"),
        )


def list_refusals(count: int) -> Iterator[Refusal]:
    """What is wrong with the number of objects."""
    if not count:
        yield Refusal("no_objects", _("文物清单为空。"), "R-EXIT-10", _("请添加或导入文物。"))
    if count > MOST_OBJECTS:
        yield Refusal(
            "too_many_objects",
            _("一份申请最多 %(most)d 件，现有 %(count)d 件。")
            % {"most": MOST_OBJECTS, "count": count},
            "R-EXIT-10",
            _("请分成几份申请。"),
        )


def suspended_refusals(items: Collection[ReviewItem]) -> Iterator[Refusal]:
    """A frozen object is in no new case; its owner is told to wait for the office, and no more."""
    frozen = frozen_among([item.object_id for item in items])
    for item in items:
        if item.object_id in frozen and (told := suspended_for_applicant(item.object)):
            yield told


def parted_refusals(review: Review, items: Collection[ReviewItem]) -> Iterator[Refusal]:
    """A lid does not leave without its jar, nor a leaf without its book (R-EXIT-10 [D]).

    What belongs inseparably to one of `items` must be among them, have left before, or be
    no relic at all.
    """
    if review.rules.way != "out":
        return
    beside = inseparable_from([item.object_id for item in items])
    here = {item.object_id for item in items}
    others = set().union(*beside.values()) - here
    free = ReviewItem.objects.filter(object__in=others, status__in=FREE_TO_LEAVE)
    left_behind = others - set(free.values_list("object", flat=True))
    names = dict(RelicObject.objects.filter(pk__in=left_behind).values_list("pk", "name"))
    for item in items:
        if missing := beside[item.object_id] & left_behind:
            yield Refusal(
                "parted",
                _("“%(object)s”与“%(others)s”不可分离，不能单独出境。")
                % {
                    "object": item.object.name,
                    "others": _("、").join(names[one] for one in sorted(missing)),
                },
                "R-EXIT-10",
                _("请把不可分离的各部分列入同一申请，一并出境。"),
            )


def mark_refusal(mark: Mark, item: ReviewItem) -> Refusal | None:
    """A blank mark of this office goes on an object that may leave; once (R-EXIT-08, 12)."""
    if mark.office.party_id != item.review.case.office_id:
        return Refusal(
            "mark_of_another_office",
            _("该标识不属于本机构库存。"),
            "R-EXIT-12",
            _("请换用本机构标识。"),
        )
    if mark.kind != Mark.Kind.EXIT:
        return Refusal(
            "mark_of_another_kind",
            _("标识 %(number)s 是临时进境标识，不能作出境标识。") % {"number": mark.number},
            "R-EXIT-12",
            _("请换用出境标识。"),
        )
    if mark.status != Mark.Status.BLANK:
        return Refusal(
            "mark_not_blank",
            _("标识 %(number)s 已使用或作废，不得重复使用。") % {"number": mark.number},
            "R-EXIT-12",
            _("请换用空白标识。"),
        )
    if item.status != ReviewItem.Outcome.PERMIT:
        return Refusal("item_not_permitted", _("只有准予出境的文物可以加贴出境标识。"), "R-EXIT-08")
    return None


def replacement_refusal(
    item: ReviewItem, former: Mark | None, paper: Certificate | None
) -> Refusal | None:
    """A mark in use, on an object that is still in the office's hands (R-EXIT-12, case 14)."""
    outcome = ReviewItem.Outcome
    if former is None or former.status not in ("bound", "damaged", "missing"):
        return Refusal("mark_unused", _("该件文物上没有在用的标识。"), "R-EXIT-12")
    if item.status not in (outcome.PERMIT, outcome.PERMIT_ISSUED, outcome.REGISTERED):
        return Refusal(
            "mark_not_replaceable",
            _("该件文物为“%(status)s”，不能更换标识。") % {"status": item.get_status_display()},  # type: ignore[attr-defined]
            "R-EXIT-12",
        )
    if barring_freeze(item.object):
        return Refusal("object_frozen", _("该件文物已冻结，不能更换标识。"), "R-TEMP-07")
    if paper is not None and paper.status != Certificate.Status.VALID:
        return Refusal(
            "paper_not_valid",
            _("载明该标识的文书为“%(status)s”，不能换发。")
            % {"status": paper.get_status_display()},  # type: ignore[attr-defined]
            "R-GEN-12",
            _("请等文书制作完毕，或由审批人先恢复使用。"),
        )
    barred: Refusal | None = item.review.rules.remark_refusal(item)
    return barred


def successor_refusal(mark: Mark | None, former: Mark) -> Refusal | None:
    """A blank mark of the same kind from the same office's stock (§9.16, R-EXIT-12)."""
    if mark is None or mark.office_id != former.office_id:
        return Refusal(
            "mark_unknown", _("本机构库存中没有这枚标识。"), "R-EXIT-12", _("请核对编号。")
        )
    if mark.status != Mark.Status.BLANK or mark.kind != former.kind:
        return Refusal(
            "mark_not_blank",
            _("标识 %(number)s 不是同一种类的空白标识。") % {"number": mark.number},
            "R-EXIT-12",
            _("请换用空白标识。"),
        )
    return None


def issue_refusals(review: Review) -> Iterator[Refusal]:
    """What keeps the papers from being issued."""
    unmarked = review.items.filter(status=ReviewItem.Outcome.PERMIT, mark__isnull=True)
    if count := unmarked.count():
        yield Refusal(
            "unmarked",
            _("尚有 %(count)d 件准予出境的文物未加贴出境标识。") % {"count": count},
            "R-EXIT-08",
            _("请先加贴标识。"),
        )


def release_refusal(item: ReviewItem, port: Port) -> Refusal | None:
    """Customs checks the mark, then releases on a valid permit at a designated port (R-EXIT-08)."""
    if item.status == ReviewItem.Outcome.RELEASED:
        return Refusal(
            "already_released",
            _("该文物已放行，不能再次放行。"),
            "R-EXIT-08",
            _("请核查标识与许可证。"),
        )
    if item.status != ReviewItem.Outcome.PERMIT_ISSUED:
        return Refusal("no_permit", _("该文物没有有效的出境许可证。"), "R-EXIT-08")
    if not port.is_designated:
        return Refusal(
            "port_not_designated",
            _("本口岸不是指定的文物出境口岸。"),
            "R-EXIT-08",
            _("请改由指定口岸出境。"),
        )
    mark = getattr(item, "mark", None)
    if mark is None or mark.status != Mark.Status.BOUND:
        return Refusal(
            "mark_not_intact",
            _("出境标识损坏或缺失，不能放行。"),
            "R-EXIT-08",
            _("请暂停放行并联系签发机构。"),
        )
    return None
