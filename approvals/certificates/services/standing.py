"""Whether a paper stands: suspend, reinstate, revoke, expire. Every past recipient is told.

A change never touches the sealed file or what was done under the paper before (edge case 46).
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.cases.engine import lock_case
from approvals.certificates.models import Certificate
from approvals.parties.models import Role, User
from approvals.parties.queries import holds_role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import CLOCKWORK, Actor, write_trail
from approvals.record.status import can_proceed

from .issuing import prepare_certificate, tell_recipients

RIGHTS = (
    "对本决定不服的，可以自知道该决定之日起六十日内申请行政复议，"
    "或者自知道该决定之日起六个月内向人民法院提起行政诉讼。"
)
"""行政复议法 art20, 行政诉讼法 art46 (R-GEN-10): what a notice of revocation says."""
REVOCATION_GROUND = "《中华人民共和国行政许可法》第六十九条"


def suspend_certificate(certificate: Certificate, *, ground: str, by: User) -> Certificate:
    """Have a paper not used until the office knows more; only an approver of the office may."""
    return change_status(certificate, "suspend", reason=ground, role=Role.APPROVER, by=by)


def reinstate_certificate(certificate: Certificate, *, ground: str, by: User) -> Certificate:
    """End a suspension: the paper stands as before. Only an approver of the office may."""
    return change_status(certificate, "reinstate", reason=ground, role=Role.APPROVER, by=by)


def lift_suspension(certificate: Certificate, *, ground: str, by: Actor) -> Certificate:
    """End a suspension with its cause: the right is that of the act which ended the cause."""
    return change_status(certificate, "reinstate", reason=ground, role=None, by=by)


def revoke_certificate(
    certificate: Certificate,
    *,
    ground: str,
    by: User,
    provisions: Sequence[str] = (REVOCATION_GROUND,),
    rights: str = RIGHTS,
) -> Certificate:
    """Revoke a paper with its ground (R-GEN-12); every recipient is told (R-CERT-09).

    `ground` is the fact and reason, `provisions` the articles as they print, `rights` what the
    holder may do. Only an approver of the issuing office may. The holder gets a notice with
    all three (R-GEN-10). Raises NotAcceptable without a ground or a provision.
    """
    if not any(provisions) or not rights.strip():
        raise NotAcceptable(Refusal("ground_missing", _("须写明法律依据和救济权利。"), "R-GEN-10"))
    with transaction.atomic():
        held = change_status(certificate, "revoke", reason=ground, role=Role.APPROVER, by=by)
        prepare_certificate(
            held.case,
            "revocation_notice",
            {
                "applicant": _party_of(held),
                "items": [
                    {"subject": held.title, "text": held.number or held.reference, "citation": None}
                ],
                "ground": [one for one in provisions if one],
                "reasons": ground.strip(),
                "rights": rights.strip(),
            },
            by=by,
        )
    return held


def expire_certificate(certificate: Certificate) -> Certificate:
    """The last day that the paper bears is over: the clock does this by itself (R-EXIT-20)."""
    return change_status(certificate, "expire", reason="", role=None, by=CLOCKWORK)


def change_status(
    certificate: Certificate, verb: str, *, reason: str, role: str | None, by: Actor
) -> Certificate:
    """One transition of a paper, under the case's lock, with its trail and its messages.

    `role` at the case's office may do it; None is for what follows from the clock or an act.
    """
    if role is not None:
        check_right(certificate, role, by)
        _check_reason(reason)
    with transaction.atomic():
        case = lock_case(certificate.case_id)
        held = Certificate.objects.select_for_update().get(pk=certificate.pk)
        require(move_refusal(held, verb), error=Conflict)
        before = held.status
        getattr(held, verb)()
        held.save(update_fields=["status"])
        write_trail(
            case.chain,
            f"certificate.{verb}",
            by=by,
            subject=f"certificate:{held.pk}",
            before={"status": before},
            after={"status": held.status},
            reason=reason.strip(),
        )
        tell_recipients(held, EVENTS[verb])
    return held


EVENTS = {
    "suspend": "certificate.suspended",
    "reinstate": "certificate.reinstated",
    "revoke": "certificate.revoked",
    "supersede": "certificate.superseded",
    "void": "certificate.voided",
    "expire": "certificate.expired",
}


def right_refusal(certificate: Certificate, role: str, by: Actor) -> Refusal | None:
    """Why the person may not do this to the paper, or None: the role at the issuing office."""
    if isinstance(by, User) and holds_role(by, role, certificate.case.office_id or 0):
        return None
    return Refusal(
        "no_right",
        _("只有签发机构的%(role)s可以这样办理。") % {"role": Role(role).label},
        "R-GEN-12",
    )


def check_right(certificate: Certificate, role: str, by: Actor) -> None:
    """Raise NotAllowed where the person lacks the role at the issuing office."""
    require(right_refusal(certificate, role, by), error=NotAllowed)


def move_refusal(certificate: Certificate, verb: str) -> Refusal | None:
    """Why the paper cannot be moved by `verb` as it stands now, or None."""
    if can_proceed(getattr(certificate, verb)):
        return None
    return Refusal(
        "not_valid",
        _("该证照目前为“%(status)s”，不能这样办理。")
        % {"status": certificate.get_status_display()},  # type: ignore[attr-defined]
        "R-GEN-12",
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotAcceptable(
            Refusal(
                "ground_missing",
                _("须写明理由。"),
                "R-GEN-12",
                _("请填写事实与依据。"),
            )
        )


def _party_of(certificate: Certificate) -> dict[str, str | None]:
    party = certificate.case.applicant
    return {"name": party.name, "name_en": party.name_en or None}
