"""The verbs on object records and imports. The verbs on photographs stand in `photographs`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail

from .models import ImportBatch, Photo, RelicObject
from .photographs.adding import delete_files_after_commit
from .queries import is_number_taken
from .rules import (
    FORM_ROW,
    batch_is_open,
    may_keep_records,
    object_is_open,
    record_faults,
)

NUMBER_TAKEN = Refusal(
    "number_taken",
    _("该编号已经用过。"),
    FORM_ROW,
    _("同一当事人的编号不能重复，请换一个编号，或留空由系统编号。"),
)


def add_object(owner: Party, values: Mapping[str, Any], *, by: User) -> RelicObject:
    """Register one object of `owner` (R-EXIT-01); an empty number is given by the system.

    `values` are field values, as a valid `RelicObjectForm` holds them. Raises NotAllowed,
    NotAcceptable (`object_not_valid` with `fields`), Conflict (`number_taken`).
    """
    require(may_keep_records(by, owner), error=NotAllowed)
    return register_for(owner, values, by=by)


def register_for(owner: Party, values: Mapping[str, Any], *, by: User) -> RelicObject:
    """As `add_object`, for an officer who puts a list right on the spot (R-GEN-04).

    The caller has asked whether the officer may; raises as `add_object` but NotAllowed.
    """
    obj = RelicObject(owner=owner, created_by=by, **values)
    with _one_per_number():
        number_objects(owner, [obj])
        _check(obj)
        obj.save(force_insert=True)
        write_trail(
            f"party:{owner.pk}",
            "add_object",
            by=by,
            subject=f"object:{obj.pk}",
            after=_written(obj, values),
        )
    return obj


def change_object(obj: RelicObject, values: Mapping[str, Any], *, by: User) -> RelicObject:
    """Change fields of a record that no case holds. Raises as `add_object`, and Conflict."""
    require(may_keep_records(by, obj.owner), error=NotAllowed)
    with _one_per_number():
        locked = RelicObject.objects.select_for_update(of=("self",)).get(pk=obj.pk)
        require(object_is_open(locked), error=Conflict)
        before = _written(locked, values)
        for field, value in values.items():
            setattr(locked, field, value)
        number_objects(locked.owner, [locked])
        _check(locked)
        locked.save()
        write_trail(
            f"party:{locked.owner_id}",
            "change_object",
            by=by,
            subject=f"object:{locked.pk}",
            before=before,
            after=_written(locked, values),
        )
    return locked


def remove_object(obj: RelicObject, *, by: User) -> None:
    """Take a record that no case holds out of the register, with its photographs."""
    require(may_keep_records(by, obj.owner), error=NotAllowed)
    with transaction.atomic():
        locked = RelicObject.objects.select_for_update(of=("self",)).get(pk=obj.pk)
        require(object_is_open(locked), error=Conflict)
        _remove([locked])
        write_trail(
            f"party:{obj.owner_id}",
            "remove_object",
            by=by,
            subject=f"object:{obj.pk}",
            before={"number": locked.number, "name": locked.name},
        )


def hold_objects(objects: Iterable[RelicObject]) -> None:
    """Close records to their owner from submission on; inside the transaction of the case."""
    RelicObject.objects.filter(pk__in=[obj.pk for obj in objects]).update(
        submitted_at=timezone.now()
    )


def free_objects(objects: Iterable[RelicObject]) -> None:
    """Open records again: correction asked for, withdrawn, or closed; inside its transaction."""
    RelicObject.objects.filter(pk__in=[obj.pk for obj in objects]).update(submitted_at=None)


def save_import(batch: ImportBatch, objects: Sequence[RelicObject], *, by: User) -> None:
    """Write an import and all its objects in one transaction, or nothing.

    Called by `importing.apply_import`, whose rows have been validated. Raises NotAllowed,
    Conflict (`number_taken`: another import brought one of the numbers meanwhile).
    """
    require(may_keep_records(by, batch.owner), error=NotAllowed)
    with _one_per_number():
        batch.save(force_insert=True)
        number_objects(batch.owner, objects)
        for obj in objects:
            obj.batch, obj.created_by = batch, by
        RelicObject.objects.bulk_create(objects, batch_size=500)
        write_trail(
            f"party:{batch.owner_id}",
            "import_objects",
            by=by,
            subject=f"import:{batch.pk}",
            after={
                "file": batch.filename,
                "sha256": batch.sha256,
                "rows": batch.rows,
                "imported": batch.imported,
            },
        )


def undo_import(batch: ImportBatch, *, by: User) -> int:
    """Take back an import while none of its objects is submitted; returns how many went.

    Raises NotAllowed, Conflict (`import_undone`, `import_submitted`, `object_in_application`).
    """
    require(may_keep_records(by, batch.owner), error=NotAllowed)
    with transaction.atomic():
        locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        objects = list(locked.relics.select_for_update(of=("self",)).order_by("pk"))
        require(batch_is_open(locked), error=Conflict)
        _remove(objects)
        locked.undone_at = timezone.now()
        locked.save(update_fields=["undone_at"])
        write_trail(
            f"party:{locked.owner_id}",
            "undo_import",
            by=by,
            subject=f"import:{locked.pk}",
            before={"objects": len(objects)},
        )
    return len(objects)


def number_objects(owner: Party, objects: Iterable[RelicObject]) -> None:
    """Give a number of the day (20260801-001) to each object that has none.

    Inside a transaction: the owner's row is locked, so two people never get the same number.
    """
    bare = [obj for obj in objects if not obj.number]
    if not bare:
        return
    Party.objects.select_for_update(no_key=True).get(pk=owner.pk)
    prefix = f"{timezone.localdate():%Y%m%d}-"
    taken = RelicObject.objects.filter(owner=owner, number__startswith=prefix)
    used = [
        int(tail)
        for number in taken.values_list("number", flat=True)
        if (tail := number.removeprefix(prefix)).isdecimal()
    ]
    for place, obj in enumerate(bare, start=max(used, default=0) + 1):
        obj.number = f"{prefix}{place:03d}"


@contextmanager
def _one_per_number() -> Iterator[None]:
    """A transaction in which a number that somebody else took first is a Conflict."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "object_one_per_number" not in str(error):
            raise
        raise Conflict(NUMBER_TAKEN) from None


def _check(obj: RelicObject) -> None:
    """Refuse a record that the form would have refused."""
    fields: dict[str, list[str]] = {}
    try:
        obj.full_clean()
    except ValidationError as error:
        fields = error.message_dict
    for name, refusal in record_faults(vars(obj)).items():
        fields.setdefault(name, []).append(str(refusal.sentence))
    if fields:
        sentence = _("登记内容有误：%(faults)s") % {
            "faults": _("；").join(message for messages in fields.values() for message in messages)
        }
        refusal = Refusal("object_not_valid", sentence, FORM_ROW)
        raise NotAcceptable(refusal, extra={"fields": fields})
    if is_number_taken(obj, obj.number):
        raise Conflict(NUMBER_TAKEN)


def _written(obj: RelicObject, values: Mapping[str, Any]) -> dict[str, Any]:
    """The named fields of `obj` for the trail, a related row as its key."""
    found = {name: getattr(obj, name) for name in values}
    return {name: getattr(value, "pk", value) for name, value in found.items()}


def _remove(objects: Sequence[RelicObject]) -> None:
    keys = [obj.pk for obj in objects]
    delete_files_after_commit(list(Photo.objects.filter(object__in=keys)))
    try:
        with transaction.atomic():
            RelicObject.objects.filter(pk__in=keys).delete()
    except ProtectedError:
        raise Conflict(
            Refusal(
                "object_in_application",
                _("文物已列入申请，或是其他文物的整套，不能删除。"),
                FORM_ROW,
                _("请先从申请中移出。"),
            )
        ) from None
