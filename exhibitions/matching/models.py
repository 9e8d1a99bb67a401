"""Runs of the match, and the differences that they found."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only
from exhibitions.books.models import Line
from exhibitions.exhibits.models import Exhibit
from relics.register.models import RelicObject


class Run(models.Model):
    """One comparison of all objects (比对批次): by the clock, or by a person who asked for it."""

    started_at = models.DateTimeField(_("开始时间"))
    milliseconds = models.PositiveIntegerField(_("用时（毫秒）"))
    objects_seen = models.PositiveIntegerField(_("比对件数"))
    found = models.PositiveIntegerField(_("差异数"))
    opened = models.PositiveIntegerField(_("新差异数"))
    gone = models.PositiveIntegerField(_("消除差异数"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("比对批次")
        verbose_name_plural = _("比对批次")
        ordering = ["-pk"]
        triggers = append_only("match_run_append_only")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Owner(models.TextChoices):
    OPERATOR = "operator", _("经营单位")
    CUSTOMS = "customs", _("主管海关")


class Difference(models.Model):
    """One check that one object does not pass (账实差异), until it is gone or settled.

    `check_key` names the check (see `checks.CHECKS`), `facts` what each book said. `owner` has
    to put it right by `due_on`. It stands until a run does not find it any more (`gone_at`); an
    officer may settle it before, with a reason, and it is not opened again while the books say
    the same.
    """

    check_key = models.CharField(_("比对规则"), max_length=24)
    object = models.ForeignKey(RelicObject, models.PROTECT, related_name="differences")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, null=True, related_name="differences")
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="differences")
    operator = models.ForeignKey(Party, models.PROTECT, related_name="differences")
    customs = models.ForeignKey(Party, models.PROTECT, related_name="differences_kept")
    facts: Any = models.JSONField(_("各账所记"), default=dict)
    owner = models.CharField(_("责任方"), max_length=8, choices=Owner.choices)
    due_on = models.DateField(_("处理期限"))
    first_run = models.ForeignKey(Run, models.PROTECT, related_name="opened_differences")
    found_at = models.DateTimeField(_("发现时间"))
    gone_at = models.DateTimeField(_("消除时间"), null=True)
    settled_at = models.DateTimeField(_("了结时间"), null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("了结理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("账实差异")
        verbose_name_plural = _("账实差异")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_key", "object"],
                condition=Q(gone_at__isnull=True),
                name="difference_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, reason="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(reason="")),
                name="difference_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(owner__in=Owner.values), name="difference_owner_known"
            ),
        ]
        triggers = [pgtrigger.Protect(name="difference_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.check_key} {self.object_id}"

    @property
    def chain(self) -> str:
        """Where the acts on this difference are recorded."""
        return f"difference:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.gone_at is None and self.settled_at is None
