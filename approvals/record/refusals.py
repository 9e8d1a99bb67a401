"""A refusal carries its reason: every guard in the house answers with one of these or with None."""

from dataclasses import dataclass
from typing import Any

from django.db import DataError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from psycopg.errors import DeadlockDetected, LockNotAvailable

Sentence = str | Promise


@dataclass(frozen=True)
class Refusal:
    """Why an act is not possible now (不予办理的理由).

    `code` is stable for machines; `sentence` is for the person; `rule` names the rule
    (such as ``R-EXIT-04``); `fix` says what would make it possible, and may be empty.
    """

    code: str
    sentence: Sentence
    rule: str
    fix: Sentence = ""

    def as_problem(self, status: int) -> dict[str, Any]:
        """The refusal as a problem document (RFC 9457)."""
        return {
            "type": f"urn:relicgate:refusal:{self.code}",
            "title": str(self.sentence),
            "status": status,
            "detail": str(self.fix),
            "code": self.code,
            "rule": self.rule,
        }


class Refused(Exception):
    """Raised by a service when a rule refuses the act; nothing has been written.

    `status` is the HTTP status that pages and the API answer with: 403 for a person who may
    not, 409 for a state that does not allow it, 422 for input that a rule refuses. `extra`
    goes into the problem document (for example the next free session).
    """

    status = 409

    def __init__(
        self, refusal: Refusal, *, status: int | None = None, extra: dict[str, Any] | None = None
    ) -> None:
        super().__init__(str(refusal.sentence))
        self.refusal = refusal
        self.status = status or type(self).status
        self.extra = extra or {}

    def as_problem(self) -> dict[str, Any]:
        return {**self.refusal.as_problem(self.status), **self.extra}


class NotAllowed(Refused):
    """The person has no right to this act, whatever the state (403)."""

    status = 403


class NotAcceptable(Refused):
    """The input itself breaks a rule (422)."""

    status = 422


class Conflict(Refused):
    """Somebody else was first, or the state has moved on (409)."""

    status = 409


def require(refusal: Refusal | None, *, error: type[Refused] = Refused) -> None:
    """Raise `error` when a rule refused."""
    if refusal is not None:
        raise error(refusal)


def as_refusal(error: Exception) -> Refused | None:
    """The error as a refusal, if it is one.

    A rule's; a lock waited for in vain (409); a value that the database cannot keep, such as a
    text with a NUL or half a character in it, or a number of thirty figures (422).
    """
    if isinstance(error, Refused):
        return error
    if isinstance(error, DataError | UnicodeEncodeError):
        return NotAcceptable(
            Refusal(
                "not_storable",
                _("所填内容含有无法保存的字符，或数值、文字过长。"),
                "D-INPUT",
                _("请改正后重新提交。"),
            )
        )
    waited = getattr(error, "__cause__", None)
    if isinstance(waited, LockNotAvailable | DeadlockDetected):
        return Conflict(
            Refusal("case_busy", _("该案件正在由他人办理。"), "D-LOCK", _("请稍后刷新再试。"))
        )
    return None
