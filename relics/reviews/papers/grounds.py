"""The grounds and rights that papers print: by the rule of evidence, nothing else (R-GEN-01).

Each ground names citations of the standard (`relics.standards.citations`); what may not be
printed on the day is left out there, and a repealed article prints as its successor.
"""

from datetime import date

from approvals.cases.models import Case
from approvals.parties.models import Party
from relics.standards.citations import printable, printed

EXIT_GROUND = ("relics-law-78", "relics-rules-45", "relics-rules-47")
BARRED_GROUND = ("relics-law-77",)
UNANIMITY_GROUND = ("relics-rules-45-3", "relics-rules-47-2")
ACCEPTANCE_GROUND = ("licensing-32",)
CLOCK_GROUND = ("relics-rules-45",)
MARK_GROUND = ("relics-rules-47",)
REVOCATION_GROUND = ("licensing-69",)
REVOCATION_GROUNDS = (*REVOCATION_GROUND, *BARRED_GROUND, *EXIT_GROUND, "relics-law-80")
"""What an approver may choose from when taking a paper back (R-GEN-12)."""
ADVERSE_GROUNDS = (*REVOCATION_GROUNDS, "relics-rules-52", "order42-13")
"""What an officer may choose from when signing any act against an applicant (R-GEN-10)."""
RIGHTS_GROUND = ("reconsideration-20", "litigation-46", "licensing-38")
RIGHTS = (
    "对本决定不服的，可以自知道该决定之日起六十日内申请行政复议，"
    "或者自知道该决定之日起六个月内向人民法院提起行政诉讼。"
)
BRING = ("申报的全部文物原件", "携运人有效身份证件原件", "文物出境申请表")
LINES_NOTE = "年限比对提示（由系统生成，供鉴定参考，不作为决定依据）：{sentence}"


def printable_grounds(case: Case) -> list[str]:
    """The grounds of an adverse act that the case's office may print today, each by itself."""
    keys = dict.fromkeys(ADVERSE_GROUNDS)
    return list(dict.fromkeys(printable(keys, office=case.office)))


def said(*ground: str, office: Party | None = None, on: date | None = None) -> str:
    """The ground as a paper of the office says it on the day (today): ``said(*EXIT_GROUND)``.

    Raises `NothingPrintable` where no provision of it may be printed.
    """
    between = "、" if ground == RIGHTS_GROUND else "；"
    return printed(ground, between=between, on=on, office=office)
