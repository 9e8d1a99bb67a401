"""What the law asks of an entry and of a stay (rules §3, §10.2, §10.3). None, or a Refusal."""

from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office
from approvals.policies.queries import policy
from approvals.record.refusals import Refusal
from relics.register.models import Photo, RelicObject, Unit
from relics.reviews.models import Mark, Review, ReviewItem

from .models import CustomsWord, EntryDeclaration, SealCheck, Stay
from .queries import is_past, last_seal_check

EXHIBITION_FIELDS = ("exhibition", "term_from", "term_to", "declared_by", "organiser", "venue")


def declaration_refusals(entry: EntryDeclaration | None) -> Iterator[Refusal]:
    """What the declaration lacks or contradicts (rules §9.4)."""
    if entry is None or not entry.customs_file:
        yield Refusal(
            "no_declaration",
            _("尚未填写进境申报。"),
            "R-TEMP-01",
            _("请先向海关申报，再填写“进境申报”。"),
        )
        return
    if entry.entered_on > timezone.localdate():
        yield Refusal("entered_in_future", _("进境时间不能晚于今天。"), "R-TEMP-01")
    if entry.regime == EntryDeclaration.Regime.BONDED and entry.zone_id is None:
        yield Refusal(
            "zone_missing",
            _("保税货物须写明所在的综合保税区。"),
            "R-TEMP-11",
            _("请选择综合保税区。"),
        )
    if entry.purpose == EntryDeclaration.Purpose.EXHIBITION:
        yield from _exhibition_refusals(entry)


def _exhibition_refusals(entry: EntryDeclaration) -> Iterator[Refusal]:
    """The filing before the show, and what it is about (R-TEMP-08)."""
    if not entry.filing_number or not entry.filing_file:
        yield Refusal(
            "filing_missing",
            _("进境展览须先向文物行政部门备案，并提交备案文号和备案文件。"),
            "R-TEMP-08",
            _("请填写备案文号并上传备案文件。"),
        )
    blank = [name for name in EXHIBITION_FIELDS if not getattr(entry, name)]
    if blank:
        meta = EntryDeclaration._meta  # noqa: SLF001  the model's own words for its fields
        names = [str(meta.get_field(name).verbose_name) for name in blank]  # type: ignore[union-attr]
        yield Refusal(
            "exhibition_unsaid",
            _("展览还缺：%(names)s。") % {"names": _("、").join(names)},
            "R-TEMP-08",
            _("须与备案文件一致。"),
        )
    if entry.term_from and entry.term_to and entry.term_to < entry.term_from:
        yield Refusal("term_backwards", _("展期止不能早于展期起。"), "R-TEMP-08")


def expected_seal(review: Review) -> str:
    """The number the seal must bear: what customs put on last, else what its paper says."""
    resealed = (
        CustomsWord.objects.filter(seal_check__review=review, says="resume")
        .exclude(new_seal="")
        .order_by("-pk")
        .first()
    )
    if resealed:
        return resealed.new_seal
    entry = EntryDeclaration.objects.filter(review=review).first()
    return entry.seal_number if entry else ""


def seal_refusal(review: Review) -> Refusal | None:
    """Why nothing may be opened yet: the seal is seen first, and a wrong one stops all."""
    check = last_seal_check(review)
    if check is None or _resumed(check):
        return Refusal(
            "seal_unseen",
            _("尚未查验海关关封，不得开箱。"),
            "R-TEMP-01",
            _("请先与海关关员共同查验关封。"),
        )
    if check.result in SealCheck.STOPS:
        return Refusal(
            "seal_stopped",
            _("关封%(result)s，已中止并通知海关，不予登记。")
            % {"result": check.get_result_display()},
            "R-TEMP-01",
            _("请等待海关的书面处理意见。"),
        )
    return None


def _resumed(check: SealCheck) -> bool:
    word = getattr(check, "customs_word", None)
    return word is not None and word.says == CustomsWord.Says.RESUME


def privilege_lost(review: Review) -> str:
    """What was left out of R-TEMP-01, in words; empty where nothing was (R-TEMP-02)."""
    return str(_("；")).join(str(one) for one in review.entry_violations.all())[:300]


def views_wanted(office: Office, zone: object = None) -> list[str]:
    """The views of which a photograph is needed, as the office has decided (R-TEMP-01)."""
    said = str(policy("entry.views", zone, office.party))  # type: ignore[arg-type]
    return [one for one in said.replace("，", ",").replace(" ", "").split(",") if one]


def views_refusal(thing: RelicObject, wanted: Collection[str]) -> Refusal | None:
    """A photograph of every wanted view: what leaves later is held against them."""
    there = set(thing.photos.values_list("view", flat=True))
    missing = [one for one in wanted if one not in there]
    if not missing:
        return None
    names = [str(Photo.View(one).label) for one in missing]
    return Refusal(
        "views_missing",
        _("还缺这些角度的照片：%(names)s。") % {"names": _("、").join(names)},
        "R-TEMP-01",
        _("请补拍后再登记。"),
    )


def itemised_refusal(thing: RelicObject) -> Refusal | None:
    """A set is entered piece by piece, so that each piece has its own way (edge case 15)."""
    one = thing.quantity == 1 and (thing.unit == Unit.PIECE or thing.pieces == 1)
    if one:
        return None
    return Refusal(
        "set_not_itemised",
        _("“%(name)s”为%(amount)s，共 %(pieces)d 件，须逐件登记。")
        % {"name": thing.name, "amount": thing.amount, "pieces": thing.pieces},
        "R-TEMP-01",
        _("请先“拆分为单件”，再逐件登记。"),
    )


def entry_mark_refusal(mark: Mark | None, review: Review) -> Refusal | None:
    """A blank mark of entry from this office's own stock; once (§9.16, R-EXIT-12)."""
    if mark is None or mark.office.party_id != review.case.office_id:
        return Refusal(
            "mark_unknown", _("本机构库存中没有这枚标识。"), "R-EXIT-12", _("请核对编号。")
        )
    if mark.kind != Mark.Kind.ENTRY or mark.status != Mark.Status.BLANK:
        return Refusal(
            "mark_not_for_entry",
            _("标识 %(number)s 不是空白的临时进境标识。") % {"number": mark.number},
            "R-EXIT-12",
            _("请换用空白的临时进境标识。"),
        )
    return None


def remark_refusal(stay: Stay) -> Refusal | None:
    """A mark of entry is replaced while its object stays, not on its way out (edge case 14)."""
    status = Stay.Status
    if stay.status in Stay.OPEN and stay.status not in (status.REEXIT_PENDING, status.INCIDENT):
        return None
    return Refusal(
        "mark_not_replaceable",
        _("该件文物为“%(status)s”，不能更换临时进境标识。") % {"status": stay.get_status_display()},  # type: ignore[attr-defined]
        "R-TEMP-06",
        _("复出境查验中发现的标识异常，在比对中记录。"),
    )


def measures_refusal(measures: object) -> Refusal | None:
    """At least one measure taken at the desk, or nothing can be compared later (R-TEMP-06)."""
    if measures:
        return None
    return Refusal(
        "measures_missing", _("请填写并确认至少一项尺寸或质量。"), "R-TEMP-01", _("现场测量。")
    )


def finish_refusal(review: Review) -> Refusal | None:
    """Every object present is registered before the papers are made."""
    waiting = review.items.filter(status=ReviewItem.Outcome.PENDING).count()
    if waiting:
        return Refusal(
            "not_all_registered",
            _("还有 %(count)d 件未登记。") % {"count": waiting},
            "R-TEMP-01",
            _("请逐件登记。"),
        )
    done = (ReviewItem.Outcome.REGISTERED, ReviewItem.Outcome.FROZEN)
    if not review.items.filter(status__in=done).exists():
        return Refusal("nothing_registered", _("没有已登记的文物。"), "R-TEMP-01")
    return None


def state_refusal(stay: Stay, *, can: bool) -> Refusal | None:
    """The machine of the stay knows no such move from where it is (§10.3)."""
    if can:
        return None
    return Refusal(
        "stay_state",
        _("“%(object)s”现为“%(status)s”，不能办理这一步。")
        % {"object": stay.object, "status": stay.get_status_display()},
        "§10.3",
        _("请查看该文物的下一步。"),
    )


def late_refusal(stay: Stay) -> Refusal | None:
    """An extension is asked for before the governing term is over (§10.4, edge case 10)."""
    if not is_past(stay):
        return None
    return Refusal(
        "term_over",
        _("“%(object)s”的在境期限已届满，不能再申请延期。") % {"object": stay.object},
        "R-TEMP-05",
        _("请改办文物出境审核。"),
    )


def overdue_refusal(stay: Stay) -> Refusal | None:
    """Nothing is overdue while its governing term runs; that day itself still counts."""
    if is_past(stay):
        return None
    return Refusal(
        "not_past", _("“%(object)s”的在境期限尚未届满。") % {"object": stay.object}, "R-TEMP-05"
    )


def ordinary_refusal(stay: Stay) -> Refusal | None:
    """The ordinary review opens for what is overdue, never had the privilege, or was referred."""
    s = Stay.Status
    if stay.status == s.OVERDUE:
        return None
    if stay.status == s.IN_COUNTRY and (not stay.privileged or _was_referred(stay)):
        return None
    if stay.status == s.EXIT_CASE and _ended_without_outcome(stay):
        return None
    return Refusal(
        "reexit_is_open",
        _("“%(object)s”现为“%(status)s”，不转出境审核。")
        % {"object": stay.object, "status": stay.get_status_display()},
        "R-TEMP-05",
        _("在期限内的，请办理复出境。"),
    )


def reexit_refusal(stay: Stay) -> Refusal | None:
    """Re-exit is for what is here under its privilege and in time (R-TEMP-05, 06)."""
    if stay.status == Stay.Status.EXTENSION_PENDING:
        return Refusal(
            "extension_waits",
            _("“%(object)s”的延期申请尚未决定。") % {"object": stay.object},
            "§10.3",
            _("请等待决定，或先撤回延期申请。"),
        )
    lawful = stay.status == Stay.Status.IN_COUNTRY and stay.privileged and not is_past(stay)
    if lawful:
        return None
    return Refusal(
        "no_reexit",
        _("“%(object)s”不能申请复出境。") % {"object": stay.object},
        "R-TEMP-05",
        _("请查看该文物的下一步。"),
    )


def _was_referred(stay: Stay) -> bool:
    items = ReviewItem.objects.filter(object=stay.object_id).order_by("-pk")
    last = items.first()
    return last is not None and last.status == ReviewItem.Outcome.REFERRED


def _ended_without_outcome(stay: Stay) -> bool:
    ended = (Review.Status.WITHDRAWN, Review.Status.NOT_ACCEPTED)
    return stay.exit_review is not None and stay.exit_review.status in ended
