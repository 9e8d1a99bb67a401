"""An application for a longer stay, walked to any stage (§10.4)."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image

from approvals.cases.models import AdverseAct
from approvals.cases.services import sign_adverse_act
from approvals.certificates.models import Certificate
from approvals.parties.models import Party, User
from approvals.policies.models import PolicyValue
from approvals.policies.services import set_policy
from relics.entries.models import Stay, StayClock
from relics.extensions.models import Extension
from relics.extensions.services import (
    answer_extension,
    draft_extension,
    fill_extension,
    submit_extension,
)

from . import entering, factories
from .reviewing import World

RIGHTS = "示例：可以申请行政复议或者提起行政诉讼。"


def stays(world: World, count: int = 1, **changes: Any) -> list[Stay]:
    """Objects of one entry, in the country."""
    things = [world.new_object() for _ in range(count)]
    return entering.stays_in(entering.entered(world, *things, **changes))


def drafted(world: World, *chosen: Stay, months: int = 6, **fields: Any) -> Extension:
    made = draft_extension([stay.pk for stay in chosen], requester=world.dealer, by=world.agent)
    reason = "示例：展期延长。"
    return fill_extension(made, months=months, reason=reason, by=world.agent, **fields)


def submitted(world: World, *chosen: Stay, **fields: Any) -> Extension:
    return submit_extension(drafted(world, *chosen, **fields), by=world.agent)


def answered(
    world: World, extension: Extension, *, office: bool = True, customs: bool = True
) -> Extension:
    """Both have spoken, the office first; after its no, customs is not asked any more."""
    answer_extension(extension, "office", agrees=office, reason="示例意见", by=world.approver)
    if office:
        answer_extension(extension, "customs", agrees=customs, reason="示例意见", by=world.customs)
    return fresh(extension)


def approved(world: World, *chosen: Stay, **fields: Any) -> Extension:
    return answered(world, submitted(world, *chosen, **fields))


def draft_of(extension: Extension) -> AdverseAct:
    return AdverseAct.objects.get(case=extension.case, status="drafted")


def sign(extension: Extension, by: User) -> Extension:
    sign_adverse_act(
        draft_of(extension),
        reason="示例：不同意延期。",
        ground=draft_of(extension).ground,
        rights=RIGHTS,
        by=by,
    )
    return fresh(extension)


def fresh(extension: Extension) -> Extension:
    return Extension.objects.select_related("case", "entry__case").get(pk=extension.pk)


def again(stay: Stay) -> Stay:
    return Stay.objects.select_related("item__review__case", "object", "office__party", "zone").get(
        pk=stay.pk
    )


def ends_of(stay: Stay) -> dict[str, Any]:
    """The latest end of each clock."""
    rows = StayClock.objects.filter(stay=stay).order_by("pk")
    return {row.kind: row.due_on for row in rows}


def run_out(stay: Stay, days: int = 1) -> Stay:
    """As if its terms had ended so many days ago."""
    kinds = list(ends_of(stay))
    end = factories.today() - timedelta(days=days)
    for kind in kinds:
        StayClock.objects.create(
            stay=stay,
            kind=kind,
            starts_on=end - timedelta(days=180),
            due_on=end,
            rolled_on=end,
            calendar="示例",
            rule="R-TEMP-04",
        )
    return again(stay)


def decide(world: World, key: str, value: Any, party: Party | None = None) -> PolicyValue:
    """The office's own word on a policy, or that of another party."""
    if party is not None:
        return PolicyValue.objects.create(
            key=key,
            party=party,
            value=value,
            effective_from=factories.today(),
            reason="示例",
            set_by=world.approver,
        )
    return set_policy(
        key,
        value,
        party=world.office.party,
        effective_from=factories.today(),
        reason="示例",
        by=world.approver,
    )


def code_of(stay: Stay) -> str:
    """The code on the register of its entry."""
    return Certificate.objects.get(
        case=stay.item.review.case, kind__contains="temporary_entry_register"
    ).code


def consent() -> io.BytesIO:
    file = io.BytesIO()
    Image.effect_noise((480, 640), 30).convert("RGB").save(file, "PNG")
    file.seek(0)
    return file
