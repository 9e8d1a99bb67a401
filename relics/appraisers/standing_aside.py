"""What this room knows of who must stand aside, told to rooms to its left (R-GEN-15, R-GEN-16)."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.refusals import Refusal

from .models import Appraiser
from .queries import posts_on, ties_on


def tie_refusal(person: User, parties: "QuerySet[Party]") -> Refusal | None:
    """A declared tie to a party, or a post that bars, on the day."""
    today = timezone.localdate()
    tied = ties_on(Appraiser.objects.filter(user=person), today, parties).exists()
    if not tied and not posts_on([person], today, parties).exists():
        return None
    return Refusal(
        "must_stand_aside",
        _("%(name)s 与本案当事人有利害关系，应当回避。") % {"name": person},
        "R-GEN-15",
        _("请由其他人员办理。"),
    )
