"""Licences: handed to customs before the sale, verified by it or not (R-BOND-06)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import Party, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import post_outbox, write_trail
from approvals.record.status import can_proceed
from exhibitions.permits.models import Showroom
from exhibitions.sales.models import LicenceKind, SaleLicence
from exhibitions.sales.rules import customs_refusal, operator_refusal, text_refusal
from relics.register.documents import read_document
from relics.register.models import RelicObject


@dataclass(frozen=True)
class LicenceWords:
    """What stands on the licence."""

    kind: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date
    quantity: int


def hand_in_licence(
    showroom: Showroom,
    words: LicenceWords,
    file: IO[bytes],
    *,
    things: Iterable[RelicObject] = (),
    by: User,
) -> SaleLicence:
    """Hand the licence to the customs of the showroom, before anything is sold under it.

    `things` are the objects that it names; none where it gives a quantity only.
    """
    require(operator_refusal(showroom.operator_id, by), error=NotAllowed)
    require(_words_refusal(words), error=NotAcceptable)
    document = read_document(file, rule="R-BOND-06")
    licence = SaleLicence(
        operator_id=showroom.operator_id,
        customs_id=showroom.customs_id,
        kind=words.kind,
        number=words.number.strip(),
        issuer=words.issuer.strip(),
        valid_from=words.valid_from,
        valid_to=words.valid_to,
        quantity=words.quantity,
        sha256=document.sha256,
        media_type=document.media_type,
        handed_in_by=by,
    )
    licence.file = ContentFile(document.content, name=f"licence{document.suffix}")
    try:
        with transaction.atomic():
            licence.save()
            licence.objects_covered.set(things)
            _told(licence, "hand_in_licence", by)
            post_outbox(
                "customs",
                "licence.handed_in",
                subject=f"licence:{licence.pk}",
                payload={"number": licence.number, "operator": showroom.operator.name},
            )
    except IntegrityError as error:
        raise Conflict(
            Refusal(
                "licence_known",
                _("该许可证件已经交验。"),
                "R-BOND-06",
                _("请在许可证件列表中查看。"),
            )
        ) from error
    return licence


def _words_refusal(words: LicenceWords) -> Refusal | None:
    if words.kind not in LicenceKind.values or words.quantity < 1:
        return Refusal("licence_incomplete", _("请填写许可证件的种类和数量。"), "R-BOND-06", "")
    if words.valid_to < words.valid_from:
        return Refusal("licence_backwards", _("有效期止早于有效期起。"), "R-BOND-06", "")
    return text_refusal(words.number, "R-BOND-06") or text_refusal(words.issuer, "R-BOND-06")


@transaction.atomic
def answer_licence(
    licence: SaleLicence, *, agrees: bool, answer: str = "", by: User
) -> SaleLicence:
    """Customs verified it with its issuer, or does not take it, with its reason."""
    held = SaleLicence.objects.select_for_update().get(pk=licence.pk)
    require(customs_refusal(held.customs_id, by), error=NotAllowed)
    step = held.verify if agrees else held.reject
    if not can_proceed(step):
        words = {"status": held.get_status_display()}  # type: ignore[attr-defined]
        raise Conflict(
            Refusal("not_in_this_state", _("该许可证件目前“%(status)s”。") % words, "R-BOND-06", "")
        )
    if not agrees:
        require(text_refusal(answer, "R-GEN-10"), error=NotAcceptable)
    step()
    held.answer, held.answered_by, held.answered_at = answer.strip(), by, timezone.now()
    held.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    _told(held, "verify_licence" if agrees else "reject_licence", by, reason=held.answer)
    return held


def _told(licence: SaleLicence, verb: str, by: User, *, reason: str = "") -> None:
    operator: Party = licence.operator
    write_trail(
        f"party:{operator.pk}",
        f"sales.{verb}",
        by=by,
        subject=f"licence:{licence.pk}",
        after={
            "number": licence.number,
            "quantity": licence.quantity,
            "valid_to": licence.valid_to,
            "sha256": licence.sha256,
        },
        reason=reason,
    )
