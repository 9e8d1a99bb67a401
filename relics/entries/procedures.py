"""文物临时进境 (form 56020-b, R-TEMP) and 文物进境 (§10.2): one way in, two ends."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import User
from approvals.record.refusals import Refusal
from relics.comparisons.queries import current_reference
from relics.comparisons.services import remark_reference
from relics.reviews.models import Review, ReviewItem
from relics.reviews.procedures import PERSON_FIELDS, Line, Paper, Procedure, Words
from relics.reviews.wording import task_line

from .models import EntryDeclaration
from .papers import entry_papers
from .queries import declaration_of
from .rules import declaration_refusals, remark_refusal, seal_refusal

STATUS = Review.Status


class Entry(Procedure):
    """Goods that come in under customs' seal and are registered before they go anywhere."""

    key = "entry"
    title = _("文物进境登记")
    form = "56020-b2"
    way = "in"
    summary = _("文物永久进境：查验关封、比对追索名录、逐件登记。")
    bring = (
        _("携运人的身份证件"),
        _("海关单证和完好的关封，查验前不得开箱"),
        _("成套文物逐件列明"),
    )
    required = {"port": _("进境口岸"), **PERSON_FIELDS}
    outcomes = ("registered",)
    paper = "entry_register"
    next_steps = {
        STATUS.ACCEPTED: _("按预约日期携带文物到场，关封查验前不得开箱"),
        STATUS.APPRAISING: _("审核机构正在逐件登记"),
        STATUS.LABELLED: _("等待签发进境登记表"),
        STATUS.ISSUED: _("领取进境登记表"),
    }
    milestones = (
        (_("提交"), (STATUS.DRAFT,)),
        (_("预约"), (STATUS.SUBMITTED, STATUS.BOOKED)),
        (_("受理"), (STATUS.APPOINTED, STATUS.CORRECTION)),
        (_("查验关封"), (STATUS.ACCEPTED, STATUS.HALTED)),
        (_("登记"), (STATUS.APPRAISING,)),
        (_("签发"), (STATUS.LABELLED,)),
        (_("领取"), (STATUS.ISSUED, STATUS.CLOSED)),
    )

    def own_line(self, review: Review) -> Line:
        entry = declaration_of(review)
        wrong = next(declaration_refusals(entry), None)
        return task_line(
            _("进境申报"),
            wrong.sentence if wrong and entry else _("进境目的、海关单证、关封编号"),
            reverse("entries:declaration", args=[review.case_id]),
            "open" if entry is None else ("begun" if wrong else "done"),
        )

    def own_facts(self, review: Review) -> list[tuple[Words, Words]]:
        entry = declaration_of(review)
        return facts_of(entry) if entry else []

    def file_refusals(self, review: Review) -> Iterator[Refusal]:
        yield from declaration_refusals(declaration_of(review))

    def arrival_refusal(self, review: Review) -> Refusal | None:
        """The seal is looked at before anything is opened (R-TEMP-01)."""
        return seal_refusal(review)

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        return entry_papers(self.paper, review, items, remarks)


class TemporaryEntry(Entry):
    """It comes for a time: marked, recorded for its re-exit, and followed by its clocks."""

    key = "temporary_entry"
    title = _("文物临时进境")
    form = "56020-b"
    summary = _("暂时进境：查验关封、逐件登记加标识；期限内可凭原登记复出境。")
    paper = "temporary_entry_register"

    def remark_refusal(self, item: ReviewItem) -> Refusal | None:
        """While it is in the country and no comparison with its record is under way."""
        return remark_refusal(item.stay)

    def remarked(self, item: ReviewItem, mark: str, *, by: User) -> None:
        """Its record bears the new mark, or its way out would be barred (R-TEMP-06)."""
        reference = current_reference(item.object)
        assert reference is not None
        remark_reference(reference, mark=mark, chain=item.review.case.chain, by=by)

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        """The register of entry; from its issue on each object is in the country (§10.3)."""
        for item in items:
            stay = getattr(item, "stay", None)
            if stay is not None and stay.status == stay.Status.REGISTERED:
                stay.enter()
                stay.save(update_fields=["status"])
        entry = declaration_of(review)
        shown = entry is not None and entry.purpose == EntryDeclaration.Purpose.EXHIBITION
        kind = "exhibition_entry_register" if shown else self.paper
        return entry_papers(kind, review, items, remarks)


def facts_of(entry: EntryDeclaration) -> list[tuple[Words, Words]]:
    """The declaration as pairs for the pages."""
    told: list[tuple[Words, Words]] = [
        (_("进境目的"), entry.get_purpose_display()),
        (_("进境时间"), str(entry.entered_on)),
        (_("进境海关"), str(entry.customs)),
        (_("监管方式"), entry.get_regime_display()),
        (_("存放地"), str(entry.zone) if entry.zone else _("综合保税区外")),
        (_("海关单证编号"), entry.customs_number),
        (_("关封编号"), entry.seal_number or _("无")),
    ]
    if entry.purpose == EntryDeclaration.Purpose.EXHIBITION:
        told += [
            (_("展览"), f"{entry.exhibition} {entry.term_from} — {entry.term_to}"),
            (_("申报单位"), entry.declared_by),
            (_("备案文号"), entry.filing_number),
        ]
    return told
