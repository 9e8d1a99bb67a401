"""A step of a machine, made or refused in the same words whatever the room."""

from django.utils.translation import gettext as _

from .refusals import Conflict, Refusal
from .status import StatusModel, can_proceed


def not_now(subject: StatusModel) -> Refusal:
    """The present status does not know this step; cites where the machine stands."""
    told = {
        "what": subject._meta.verbose_name,  # noqa: SLF001
        "status": subject.get_status_display(),  # type: ignore[attr-defined]
    }
    return Refusal(
        "not_in_this_state",
        _("%(what)s目前为“%(status)s”，不能办理这一步。") % told,
        subject.machine,
        _("请刷新页面查看最新状态。"),
    )


def step(subject: StatusModel, verb: str) -> str:
    """Make the transition `verb` without saving; returns the status before, or raises Conflict."""
    method = getattr(subject, verb)
    if not can_proceed(method):
        raise Conflict(not_now(subject))
    before = str(subject.status)  # type: ignore[attr-defined]
    method()
    return before


def move(subject: StatusModel, verb: str, *fields: str) -> str:
    """Make the transition `verb` and save it with `fields`; returns the status before.

    The row is locked by the caller. Raises Conflict where its machine does not know the step.
    """
    before = step(subject, verb)
    subject.save(update_fields=["status", *fields])
    return before
