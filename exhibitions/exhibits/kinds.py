"""What this room registers: the words of its verbs, and what keeps a permit open."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.cases.wording import register_sentences
from approvals.record.refusals import Refusal
from exhibitions.permits.closing import register_closing_check
from exhibitions.permits.models import DisplayPermit

from .models import Exhibit, ExhibitStatus, Verb

TOLD = {
    **{f"exhibits.{verb}": verb.label for verb in Verb},
    "exhibits.find_incident": gettext_lazy("海关认定异常事件"),
    "exhibits.places": gettext_lazy("登记存放位置"),
    "exhibits.move_case": gettext_lazy("移动展柜"),
    "exhibits.open_count": gettext_lazy("开始盘点"),
    "exhibits.close_count": gettext_lazy("结束盘点"),
}
BAD = ("exhibits.lose", "exhibits.damage", "exhibits.seize")
HOME = (ExhibitStatus.IN_ZONE, ExhibitStatus.DELIVERED)


def still_out(permit: DisplayPermit) -> Iterable[Refusal]:
    """Every exhibit must be back in the zone, delivered, or its incident judged (§10.8)."""
    exhibits = Exhibit.objects.filter(item__permit=permit).exclude(status__in=HOME)
    judged = exhibits.filter(incidents__finding__isnull=False)
    for exhibit in exhibits.exclude(pk__in=judged.values("pk")).select_related("item"):
        words = {"name": exhibit.item.name, "status": exhibit.get_status_display()}  # type: ignore[attr-defined]
        yield Refusal(
            "exhibit_not_home",
            _("展品“%(name)s”%(status)s。") % words,
            "§10.8",
            _("请先办理回区或放行。"),
        )


def register() -> None:
    """Register everything of this room; called once when the application is ready."""
    register_sentences(TOLD, bad=BAD)
    register_closing_check(still_out)
