"""The object comes back: it is photographed, measured and looked at again (R-TEMP-06)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.cases import engine
from approvals.cases.models import Case
from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from relics.appointments.queries import parties_to
from relics.comparisons.differences import tolerances_on
from relics.comparisons.models import (
    Comparison,
    MarkSeen,
    PresentedPhoto,
    Reference,
    ReferencePhoto,
    SealSeen,
)
from relics.comparisons.rules import (
    RECORDERS,
    latest_refusal,
    office_refusal,
    open_refusal,
    recusal_refusal,
    role_refusal,
)
from relics.register.photographs import develop, distance, fingerprint
from relics.register.photographs.developing import MOST_BYTES

from .acts import acting, trail


def begin_comparison(reference: Reference, *, case: Case, by: User) -> Comparison:
    """Begin to hold an object against its reference, in the case of its return.

    For officers who receive or appraise at the case's office, which must be the one that
    recorded the object (R-TEMP-06). The policies of today are pinned. Raises NotAllowed, or
    Conflict (`not_the_entry_office`, `reference_superseded`,
    `compared_already`).
    """
    require(role_refusal(case.office, by, RECORDERS), error=NotAllowed)
    with transaction.atomic():
        held = engine.lock_case(case.pk)
        require(recusal_refusal(parties_to(held), by), error=NotAllowed)
        require(office_refusal(reference, held.office), error=Conflict)
        require(latest_refusal(reference), error=Conflict)
        if Comparison.objects.filter(case=held, reference=reference).exists():
            raise Conflict(Refusal("compared_already", _("本案已对该文物开始比对。"), "R-TEMP-06"))
        comparison = Comparison.objects.create(
            case=held,
            reference=reference,
            tolerances=tolerances_on(reference.office, timezone.localdate()),
            opened_by=by,
        )
        trail(comparison, "begin", by=by, reference=reference.pk, object=reference.object_id)
    return comparison


def present_photo(
    comparison: Comparison, answers: ReferencePhoto, file: "IO[bytes] | File[Any]", *, by: User
) -> PresentedPhoto:
    """Keep a photograph of the object taken now, from the view of a reference photograph.

    Developed as the register's photographs are, before the transaction. The latest one of a
    view counts. Raises NotAcceptable (`photo_...`) and Conflict when there is a conclusion.
    """
    require(role_refusal(comparison.case.office, by, RECORDERS), error=NotAllowed)
    plate = develop(file.read(MOST_BYTES + 1))
    mark = fingerprint(plate.main)
    with acting(comparison, by=by, roles=RECORDERS) as held:
        require(open_refusal(held), error=Conflict)
        if answers.reference_id != held.reference_id:
            raise NotAcceptable(_of_another_object())
        if held.reference.photos.filter(sha256=plate.sha256).exists():
            raise NotAcceptable(_not_retaken())
        photo = PresentedPhoto(
            comparison=held,
            answers=answers,
            sha256=plate.sha256,
            fingerprint=mark,
            distance=None if answers.is_stand_in else distance(answers.fingerprint, mark),
            width=plate.width,
            height=plate.height,
            taken_by=by,
        )
        photo.image.save("main.jpg", ContentFile(plate.main), save=False)
        photo.thumb.save("thumb.jpg", ContentFile(plate.thumb), save=False)
        _keep(photo)
        trail(held, "photo", by=by, view=answers.view, n=answers.position, sha256=plate.sha256)
    return photo


def _keep(photo: PresentedPhoto) -> None:
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            Refusal(
                "photo_twice", _("这张照片已经上传过。"), "R-TEMP-06", _("请按各角度分别拍摄。")
            )
        ) from error


def _of_another_object() -> Refusal:
    return Refusal("view_unknown", _("该存档照片不属于这件文物。"), "R-TEMP-06")


def _not_retaken() -> Refusal:
    return Refusal(
        "photo_not_retaken",
        _("这就是存档照片本身，不是现场照片。"),
        "R-TEMP-06",
        _("请对着实物重新拍摄。"),
    )


def record_measures(
    comparison: Comparison, measures: Mapping[str, Decimal], *, by: User
) -> Comparison:
    """Record the measures taken now, in the units of the register, in place of earlier ones.

    Only measures that the reference has. Signatures over other figures no longer count.
    """
    with acting(comparison, by=by, roles=RECORDERS) as held:
        require(open_refusal(held), error=Conflict)
        if not measures or not set(measures) <= set(held.reference.measures):
            raise NotAcceptable(
                Refusal("measure_unknown", _("只复测存档时测过的项目。"), "R-TEMP-06")
            )
        if any(not value.is_finite() or value <= 0 for value in measures.values()):
            raise NotAcceptable(Refusal("measure_not_positive", _("应大于零。"), "R-TEMP-06"))
        before = held.measures
        held.measures = {**before, **{key: str(value) for key, value in measures.items()}}
        held.save(update_fields=["measures"])
        trail(held, "measures", by=by, measures=held.measures, earlier=before)
    return held


def record_marks(
    comparison: Comparison,
    *,
    mark_seen: str,
    mark_number: str,
    seal_seen: str,
    seal_number: str = "",
    by: User,
) -> Comparison:
    """Record how the office's mark and the seal of customs were found, with the numbers seen.

    A number that is not the recorded one makes it `different`, whatever was ticked.
    """
    number, seal = mark_number.strip(), seal_number.strip()
    with acting(comparison, by=by, roles=RECORDERS) as held:
        require(open_refusal(held), error=Conflict)
        if mark_seen not in MarkSeen.values or seal_seen not in SealSeen.values:
            raise NotAcceptable(Refusal("seen_unknown", _("请选择查验结果。"), "R-TEMP-06"))
        if mark_seen == MarkSeen.INTACT and not number:
            raise NotAcceptable(Refusal("number_missing", _("请抄录所见标识编号。"), "R-TEMP-06"))
        if mark_seen == MarkSeen.INTACT and number != held.reference.mark_number:
            mark_seen = MarkSeen.DIFFERENT
        if seal_seen == SealSeen.INTACT and seal != held.reference.seal_number:
            seal_seen = SealSeen.DIFFERENT
        held.mark_seen, held.mark_number = mark_seen, number
        held.seal_seen, held.seal_number = seal_seen, seal
        held.save(update_fields=["mark_seen", "mark_number", "seal_seen", "seal_number"])
        trail(held, "marks", by=by, mark=[mark_seen, number], seal=[seal_seen, seal])
    return held
