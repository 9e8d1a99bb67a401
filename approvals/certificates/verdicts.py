"""What a verifier answers, and in which words. No database, no network, no settings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy


class Answer(StrEnum):
    """The seven answers; anything doubtful is `UNKNOWN`."""

    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    ALTERED = "altered"
    UNKNOWN = "unknown"


SENTENCES = {
    "genuine": gettext_lazy("文件由受信任机构签章，签章后未作任何改动。"),
    "status_unchecked": gettext_lazy("未提供状态清单：文件真实，是否已撤销未核对。"),
    "status_checked": gettext_lazy("已按所附状态清单核对。"),
    "status_list_bad": gettext_lazy("状态清单的签名无效或内容无法读取，视为未提供。"),
    "status_list_stale": gettext_lazy("状态清单已过下次更新时间，其后的变化未知。"),
    "status_list_older": gettext_lazy("状态清单早于本件签发日期。"),
    "status_not_understood": gettext_lazy("状态清单中的状态不能识别。"),
    "revoked": gettext_lazy("本件已被撤销。"),
    "superseded": gettext_lazy("本件已被新件取代。"),
    "suspended": gettext_lazy("本件已暂停使用，以签发机构的最新通知为准。"),
    "expired": gettext_lazy("本件所载有效期已过。"),
    "changed_after_seal": gettext_lazy("带有受信任机构的签章，但内容与签章时不同。"),
    "no_seal": gettext_lazy("文件没有签章。"),
    "unknown_seal": gettext_lazy("签章不属于受信任的机构，或其证书不在有效期内。"),
    "nobody_trusted": gettext_lazy("本机没有受信任机构的证书，无法判断。"),
    "no_data": gettext_lazy("签章有效，但文件不含证照数据。"),
    "unreadable": gettext_lazy("文件已损坏，无法读取。"),
    "not_a_pdf": gettext_lazy("不是 PDF 文件。"),
    "too_large": gettext_lazy("文件过大，不予核验。"),
    "took_too_long": gettext_lazy("文件在限定的时间和内存内无法读完。"),
}
NO_INPUT = frozenset({"not_a_pdf", "too_large"})


@dataclass(frozen=True)
class Verdict:
    """The answer about one file. `reasons` are the stable codes of `SENTENCES`.

    `status_as_of` is the time of the status list that was used, null where none was given.
    `kind`, `number`, `issued` and `reference` are null unless the seal proves them.
    """

    verdict: Answer
    reasons: tuple[str, ...]
    status_as_of: str | None = None
    kind: str | None = None
    number: str | None = None
    issued: str | None = None
    reference: str | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(str(SENTENCES[code]) for code in self.reasons)

    @property
    def no_input(self) -> bool:
        """True when there was nothing that could be judged at all."""
        return not NO_INPUT.isdisjoint(self.reasons)

    def as_json(self) -> dict[str, Any]:
        """The answer under the stable keys of the `verify` command."""
        return {
            "verdict": str(self.verdict),
            "status_as_of": self.status_as_of,
            "kind": self.kind,
            "number": self.number,
            "issued": self.issued,
            "reasons": list(self.sentences),
        }


def unknown(*reasons: str) -> Verdict:
    """The answer of one who cannot tell."""
    return Verdict(Answer.UNKNOWN, reasons)
