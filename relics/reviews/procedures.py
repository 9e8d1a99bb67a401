"""The procedures that one application form serves (forms 56020-a to e, rules §§9.2 to 9.5).

Form, appointment, intake, check-in, marks and papers are the same for all; what differs stands
in a `Procedure`, which the room that owns the procedure registers. A review names its own by
key, which is also the kind of its case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.refusals import Refusal

from .models import Review, ReviewItem
from .registry import AGAIN
from .registry import all_procedures as all_procedures
from .registry import permit_kinds as permit_kinds
from .registry import procedure_of as procedure_of
from .registry import register_procedure as register_procedure

Words = str | Promise
Line = dict[str, Any]
"""A line of the draft's task list, as `components/task_list.html` shows it."""

PERSON_FIELDS: Mapping[str, Words] = {
    "carrier": _("携运人"),
    "nationality": _("国籍"),
    "identity_kind": _("证件类型"),
    "identity_number": _("证件号码"),
    "phone": _("联系方式"),
    "address": _("住所"),
}


@dataclass(frozen=True)
class Paper:
    """A paper to be issued: its kind, what it says, the pictures of its objects.

    `numbered` says that it bears the number of the authority's own series (R-EXIT-19).
    """

    kind: str
    content: Mapping[str, Any]
    pictures: Mapping[str, str] = field(default_factory=dict)
    numbered: bool = False


@dataclass(frozen=True)
class Basis:
    """What was found of one object, in a word, with the page that shows it all."""

    title: Words
    text: Words
    tone: str
    url: str


class Procedure:
    """One procedure: its words, its form, its clock, its law. Subclass and `register_procedure`.

    `required` and `optional` name fields of the application with their labels here. `panel`
    says that a panel of appraisers judges, by the year lines where `standard` names the
    exit standard's procedure (R-STD-08). `permit_kind` is the paper that customs releases on,
    empty where nothing leaves.
    """

    key: ClassVar[str]
    title: ClassVar[Words]
    form: ClassVar[str]
    way: ClassVar[Literal["out", "in"]] = "out"
    summary: ClassVar[Words] = ""
    bring: ClassVar[tuple[Words, ...]] = ()
    required: ClassVar[Mapping[str, Words]]
    optional: ClassVar[Mapping[str, Words]] = {"national_number": _("国家平台编号")}
    days: ClassVar[int] = 15
    clock_rule: ClassVar[str] = "R-EXIT-02"
    standard: ClassVar[str] = ""
    panel: ClassVar[bool] = False
    permit_kind: ClassVar[str] = ""
    outcomes: ClassVar[tuple[str, ...]] = ("permit", "prohibited")
    """What the approver may decide of an object."""

    again: ClassVar[tuple[str, ...]] = AGAIN
    """The last outcomes of an object with which it may be listed; none before is always well."""

    own_objects: ClassVar[bool] = True
    """Whether new objects may be written into the draft; else they are picked (R-TEMP-06)."""

    next_steps: ClassVar[Mapping[str, Words]] = {}
    """What the applicant does next where it differs from the common words, by status."""

    milestones: ClassVar[tuple[tuple[Words, tuple[str, ...]], ...]] = ()

    def office_of(self, review: Review) -> Office | None:
        """Which office decides: the one that the port leads to (R-EXIT-17)."""
        return review.port.office if review.port else None

    def candidates(self, review: Review, objects: Any) -> Any:
        """Of the owner's `objects` that no case holds, those that may be listed here."""
        return objects

    def listing_refusal(self, review: Review, things: Sequence[Any]) -> Refusal | None:
        """Why these objects may not be listed in the draft, or None."""
        return None

    def file_refusals(self, review: Review) -> Iterator[Refusal]:
        """What this procedure's own particulars lack."""
        yield from ()

    def item_refusals(self, review: Review, items: Sequence[ReviewItem]) -> Iterator[Refusal]:
        """What keeps the listed objects from being submitted."""
        yield from ()

    def own_line(self, review: Review) -> Line | None:
        """The task line of this procedure's own page of particulars."""
        return None

    def own_facts(self, review: Review) -> list[tuple[Words, Words]]:
        """The procedure's own particulars as pairs for `components/datagrid.html`."""
        return []

    def submitted(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """The application was handed in; inside its transaction."""

    def arrival_refusal(self, review: Review) -> Refusal | None:
        """What must be done before people and objects may be checked in, or None."""
        return None

    def checked_in(self, review: Review, *, by: User) -> None:
        """People and objects are here; inside the transaction of the check-in."""

    def left_out(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """Objects leave the case without an outcome; inside the transaction of that act."""

    def ended(self, review: Review, *, by: User) -> None:
        """Withdrawn, retracted or not accepted; inside the transaction of that act."""

    def permit_refusal(self, item: ReviewItem) -> Refusal | None:
        """The legal rule of a permit to leave, read from rows; None: it may be permitted."""
        return Refusal(
            "no_permit_here",
            _("“%(title)s”不产生出境许可。") % {"title": self.title},
            "R-EXIT-01",
            _("请另行申请文物出境审核。"),
        )

    def decider_refusal(self, review: Review, by: User) -> Refusal | None:
        """Why this person may not decide: who found the facts does not judge them (R-GEN-15)."""
        return None

    def basis(self, items: Sequence[ReviewItem]) -> Mapping[int, Basis]:
        """What the decision rests on besides opinions, by item key; for the pages."""
        return {}

    def marked(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """Exit marks were put on; inside the transaction of that act."""

    def remark_refusal(self, item: ReviewItem) -> Refusal | None:
        """Why the mark on the object may not be replaced by this procedure now, or None."""

    def remarked(self, item: ReviewItem, mark: str, *, by: User) -> None:
        """The object bears another mark; inside the transaction of that act."""

    def decided(self, review: Review, items: Sequence[ReviewItem], *, by: User) -> None:
        """The approver has decided; inside the transaction of that act."""

    def outcome_refusal(self, item: ReviewItem, outcome: str) -> Refusal | None:
        """Why the approver may not give the item this one of the procedure's `outcomes`."""
        return self.permit_refusal(item) if outcome == "permit" else None

    def papers(
        self,
        review: Review,
        items: Sequence[ReviewItem],
        *,
        valid_until: date | None,
        remarks: Sequence[str],
    ) -> list[Paper]:
        """The papers of the outcome, from all the items as they were decided."""
        return []

    def released(self, item: ReviewItem, *, by: User) -> None:
        """Customs let the object go; inside the transaction of the release."""
