"""Whom an application opens to, and what every page of it shows."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404

from approvals.cases.turns import TurnFace, faces_of_turns, tasks_of
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role, memberships_of
from approvals.record.refusals import Refused
from relics.entries.models import Stay
from relics.entries.shown import faces_of, tone_of
from relics.extensions.models import Extension
from relics.extensions.queries import extensions_of, stays_in

Held = frozenset[tuple[str, int]]

AT_WORK = (Role.INTAKE, Role.APPROVER, Role.ISSUER, Role.SCHEDULER, Role.APPRAISER, Role.CUSTOMS)
TONES = {
    "draft": "waiting",
    "submitted": "review",
    "approved": "approved",
    "refused": "refused",
    "taken_back": "waiting",
}


def visible(user: User, pk: UUID) -> Extension:
    return get_object_or_404(extensions_of(user), case=pk)


def of_our_side(user: User, pk: UUID) -> Extension:
    """For the side that asks: an agent, or one who only looks; else 404."""
    extension = visible(user, pk)
    side = extension.case.acting_party.pk
    if not any(holds_role(user, role, side) for role in (Role.AGENT, Role.VIEWER)):
        raise Http404
    return extension


def held_by(user: User) -> Held:
    """What the person may do, and for whom."""
    return frozenset(memberships_of(user).values_list("role", "party_id"))


def is_at_work(held: Held, extension: Extension) -> bool:
    parties = (extension.case.office_id, extension.entry.entry.customs_id)
    return any(role in AT_WORK and party in parties for role, party in held)


def at_work(user: User, pk: UUID) -> Extension:
    extension = visible(user, pk)
    if not is_at_work(held_by(user), extension):
        raise Http404
    return extension


def faces_for(extension: Extension, user: User, held: Held) -> list[TurnFace]:
    return faces_of_turns(extension.case, tasks_of(extension.case), user, held)


def shell_of(held: Held) -> str:
    """Officers work at the desk, all others on the public pages."""
    at_work = any(role in AT_WORK for role, _party in held)
    return "base_work.html" if at_work else "base_public.html"


def line_of(stay: Stay, chosen: set[int]) -> dict[str, Any]:
    return {
        "stay": stay,
        "faces": faces_of(stay),
        "tone": tone_of(stay),
        "chosen": stay.pk in chosen,
    }


def seen(extension: Extension) -> dict[str, Any]:
    """What every page about one application shows."""
    stays = stays_in(extension)
    return {
        "extension": extension,
        "case": extension.case,
        "stays": stays,
        "lines": [line_of(stay, set()) for stay in stays],
        "tone": TONES[extension.status],
    }


def status_of(refused: Refused | None, form: Form) -> int:
    if refused is not None:
        return refused.status
    return 422 if form.errors else 200
