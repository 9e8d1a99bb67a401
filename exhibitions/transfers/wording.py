"""Differences of two lists in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS = {
    "hs_code": gettext_lazy("商品编码"),
    "quantity": gettext_lazy("数量"),
    "price": gettext_lazy("单价"),
    "currency": gettext_lazy("币制"),
}


def in_words(difference: Mapping[str, str]) -> str:
    """One sentence, the same for both sides."""
    what = difference["what"]
    words = {
        "object": difference["object"],
        "given": difference["given"],
        "expected": difference["expected"],
    }
    if what == "not_given":
        return _("“%(object)s”在转入清单上，转出清单没有。") % words
    if what == "not_expected":
        return _("“%(object)s”在转出清单上，转入清单没有。") % words
    if what == "refused":
        return difference["given"]
    words["label"] = str(LABELS[what])
    return _("“%(object)s”的%(label)s不同：转出 %(given)s，转入 %(expected)s。") % words
