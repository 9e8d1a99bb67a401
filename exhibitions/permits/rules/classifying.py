"""Under which heading an object stands: its kind is asked before its age (rules §8)."""

from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal
from exhibitions.permits.models import PermitItem
from exhibitions.tariffs.rules import ANTIQUES, heading_refusal, plain_code


def classified_refusal(item: PermitItem) -> Refusal | None:
    """Why the heading does not take the object: a painting of 150 years is 9701, not 9706.

    Whoever files 9706 says first what kind it is. The refusal names the object.
    """
    told = heading_refusal(item.art_kind, item.hs_code)
    if told is not None:
        sentence = _("“%(object)s”：%(why)s") % {"object": item.name, "why": told.sentence}
        return Refusal(told.code, sentence, told.rule, told.fix)
    if plain_code(item.hs_code).startswith(ANTIQUES) and not item.art_kind:
        return Refusal(
            "art_kind_missing",
            _("“%(object)s”按 9706 归类，须先写明税则种类。") % {"object": item.name},
            "R-TAX-01",
            _("9706 不包括归入 9701 至 9705 的物品，与年代无关。"),
        )
    return None
