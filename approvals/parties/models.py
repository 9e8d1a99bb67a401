"""Parties, people and places: who they are and in what role they act."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc


class User(AbstractUser):
    """A person who signs in (用户). Never deleted, only deactivated: acts keep their author."""

    full_name = models.CharField(_("姓名"), max_length=100)
    phone = models.CharField(_("电话"), max_length=40, blank=True)

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined,misc]
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        triggers = [pgtrigger.Protect(name="user_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def actor_key(self) -> str:
        return f"user:{self.pk}"

    @property
    def actor_name(self) -> str:
        return str(self)

    def delete(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        raise ValidationError(_("用户不能删除，只能停用。"))


class Party(models.Model):
    """A party to a procedure (当事人或机构): an enterprise, a natural person or an authority."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业")
        PERSON = "person", _("自然人")
        RELIC_OFFICE = "relic_office", _("文物进出境审核机构")
        CULTURE = "culture", _("文化行政部门")
        CUSTOMS = "customs", _("海关")
        TAX = "tax", _("税务机关")
        ZONE = "zone", _("综合保税区管理机构")

    class IdentityKind(models.TextChoices):
        USCC = "uscc", _("统一社会信用代码")
        ID_CARD = "id_card", _("居民身份证")
        PASSPORT = "passport", _("护照")
        PERMIT = "permit", _("港澳台居民证件")
        RESIDENCE = "residence", _("外国人永久居留身份证")

    kind = models.CharField(_("类别"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    identity_kind = models.CharField(_("证件类型"), max_length=12, choices=IdentityKind.choices)
    identity_number = models.CharField(_("证件号码"), max_length=50)
    nationality = models.CharField(_("国籍"), max_length=2, default="CN")
    address = models.CharField(_("住所"), max_length=200, blank=True)
    phone = models.CharField(_("联系方式"), max_length=40, blank=True)
    is_active = models.BooleanField(_("有效"), default=True)

    class Meta:
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")
        constraints = [
            models.UniqueConstraint(
                fields=["identity_kind", "identity_number"], name="party_one_per_identity"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check digits of Chinese codes; passports have none (edge case 45)."""
        checks = {self.IdentityKind.USCC: uscc, self.IdentityKind.ID_CARD: ric}
        check = checks.get(self.IdentityKind(self.identity_kind))
        if check and not check.is_valid(self.identity_number):
            raise ValidationError(
                {"identity_number": _("证件号码校验位不符，请核对原件后重新填写。")}
            )

    @property
    def masked_identity(self) -> str:
        """The identity number with its middle hidden, for pages that need not show it."""
        number = self.identity_number
        return number[:3] + "*" * max(len(number) - 5, 3) + number[-2:]


class Role(models.TextChoices):
    """What a member may do for its party. The table of verbs stands beside each service."""

    AGENT = "agent", _("经办人")
    VIEWER = "viewer", _("查看人")
    INTAKE = "intake", _("受理人")
    SCHEDULER = "scheduler", _("预约管理员")
    APPRAISER = "appraiser", _("鉴定人员")
    APPROVER = "approver", _("审批人")
    ISSUER = "issuer", _("签发人")
    CUSTOMS = "customs", _("海关关员")
    TAX = "tax", _("税务人员")
    CULTURE = "culture", _("文化行政人员")
    OPERATOR = "operator", _("展厅经营人")
    ADMINISTRATOR = "administrator", _("系统管理员")


class Membership(models.Model):
    """A person acts for a party in a role, from a day to a day (任职)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party", "role", "valid_from"], name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]


class Delegation(models.Model):
    """While an officer is away another acts in one of its roles (代理职责), for some days.

    The delegate acts in its own name and signs as itself; only the role is lent. What a role
    gives to one person by name (a seat on a panel) is never lent. `ended_on`: given back early,
    the last day on which it still holds.
    """

    delegator = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(User, models.PROTECT, related_name="delegations_held")
    party = models.ForeignKey(Party, models.PROTECT, related_name="delegations")
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"))
    reason = models.CharField(_("事由"), max_length=200)
    created_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    ended_on = models.DateField(_("提前终止日"), null=True, blank=True)

    class Meta:
        verbose_name = _("代理职责")
        verbose_name_plural = _("代理职责")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(delegator=F("delegate")), name="delegation_is_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["intake", "scheduler", "approver", "issuer", "customs"]),
                name="delegation_of_an_officers_role",
            ),
            ExclusionConstraint(
                name="delegation_once_at_a_time",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from")),
                expressions=[
                    ("delegator", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            Coalesce("ended_on", "valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__lte=F("valid_to")),
                name="delegation_ended_within_its_days",
            ),
        ]
        triggers = [pgtrigger.Protect(name="delegation_kept", operation=pgtrigger.Delete)]


class Mandate(models.Model):
    """An applicant lets an agent act for it, from a day to a day (委托书, R-EXIT-01)."""

    principal = models.ForeignKey(Party, models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Party, models.PROTECT, related_name="mandates_held")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"))
    reference = models.CharField(_("委托书编号"), max_length=100, blank=True)
    revoked_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("委托")
        verbose_name_plural = _("委托")
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=F("agent")), name="mandate_is_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="mandate_ends_after_it_begins"
            ),
        ]

    @property
    def ended_on(self) -> date:
        """The first day on which it gives no right any more."""
        after = self.valid_to + timedelta(days=1)
        return min(after, self.revoked_on) if self.revoked_on else after


class Office(models.Model):
    """A relic review office (文物进出境审核机构). Never derived from the province (§0.1)."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="office")
    code = models.SlugField(_("代码"), max_length=16, unique=True)
    province = models.CharField(_("所在省份"), max_length=40)
    opens_at = models.TimeField(_("上班时间"))
    closes_at = models.TimeField(_("下班时间"))

    class Meta:
        verbose_name = _("审核机构")
        verbose_name_plural = _("审核机构")

    def __str__(self) -> str:
        return self.party.name


class Zone(models.Model):
    """A comprehensive bonded zone (综合保税区), where an office may review on the spot."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="zone")
    code = models.SlugField(_("代码"), max_length=16, unique=True)
    address = models.CharField(_("现场审核地点"), max_length=200)

    class Meta:
        verbose_name = _("综合保税区")
        verbose_name_plural = _("综合保税区")

    def __str__(self) -> str:
        return self.party.name


class Port(models.Model):
    """A port of exit (出境口岸). The port leads to the office (R-EXIT-17)."""

    code = models.SlugField(_("代码"), max_length=16, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    customs = models.ForeignKey(Party, models.PROTECT, related_name="ports")
    office = models.ForeignKey(Office, models.PROTECT, related_name="ports")
    is_designated = models.BooleanField(_("指定口岸"), default=False)

    class Meta:
        verbose_name = _("口岸")
        verbose_name_plural = _("口岸")

    def __str__(self) -> str:
        return self.name


class SystemClient(models.Model):
    """A machine that signs in for a party with client credentials (系统接入)."""

    client_id = models.CharField(_("客户端编号"), max_length=100, unique=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="system_clients")
    acts_as = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("系统接入")
        verbose_name_plural = _("系统接入")
