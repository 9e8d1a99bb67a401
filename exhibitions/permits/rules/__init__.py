"""What a permit and a place ask for; who may act; what stops a leg. None, or a Refusal."""

from .classifying import classified_refusal
from .filing import (
    RULE,
    item_refusals,
    occasions_of,
    period_refusals,
    prolongation_refusals,
    site_refusal,
    submission_refusals,
)
from .plans import plan_refusals
from .rights import customs_refusal, operator_refusal, reason_refusal
from .stops import destination_refusal, leg_refusal, stops_of
from .taken import taken_among

__all__ = [
    "RULE",
    "classified_refusal",
    "customs_refusal",
    "destination_refusal",
    "item_refusals",
    "leg_refusal",
    "occasions_of",
    "operator_refusal",
    "period_refusals",
    "plan_refusals",
    "prolongation_refusals",
    "reason_refusal",
    "site_refusal",
    "stops_of",
    "submission_refusals",
    "taken_among",
]
