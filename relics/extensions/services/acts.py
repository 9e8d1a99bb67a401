"""What every verb of this room does alike: lock, write the trail, tell the authorities."""

from typing import Any

from django.utils import timezone

from approvals.record.services import Actor, post_outbox, write_trail
from relics.extensions.models import Extension

RECIPIENTS = ("customs", "relic_office")


def locked(extension: Extension) -> Extension:
    """The application under its row lock; the case row is locked before it."""
    return (
        Extension.objects.select_for_update(of=("self",))
        .select_related("case__applicant", "case__agent", "case__office", "entry__case__applicant")
        .select_related("entry__entry__customs")
        .get(pk=extension.pk)
    )


def trail(
    extension: Extension,
    verb: str,
    *,
    by: Actor,
    before: str = "",
    after: str = "",
    reason: str = "",
    acting_for: str = "",
    **facts: Any,
) -> None:
    """One entry in the chain of the application's case."""
    case = extension.case
    write_trail(
        case.chain,
        verb,
        by=by,
        subject=f"extension:{extension.pk}",
        before={"status": before} if before else {},
        after={**({"status": after} if after else {}), **facts},
        reason=reason,
        acting_for=acting_for or case.acting_party.name,
    )


def tell(extension: Extension, what: str, **facts: Any) -> None:
    """Both authorities learn of it, with the objects by their numbers."""
    objects = extension.lines.values_list("stay__object__number", flat=True)
    payload = {
        "case": extension.case.number,
        "entry": extension.entry.case.number,
        "customs": extension.entry.entry.customs.name,
        "objects": list(objects),
        **facts,
    }
    for recipient in RECIPIENTS:
        post_outbox(recipient, what, subject=f"case:{extension.case_id}", payload=payload)


def close(extension: Extension) -> None:
    """The case is over."""
    extension.case.closed_at = timezone.now()
    extension.case.save(update_fields=["closed_at"])
