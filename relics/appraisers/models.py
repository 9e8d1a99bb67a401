"""The roster of an office: its appraisers, what they are qualified for, their ties and absences."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User


class Appraiser(models.Model):
    """A person who examines relics for an office (鉴定人员); one record per person."""

    class Title(models.TextChoices):
        NONE = "none", _("无职称")
        JUNIOR = "junior", _("初级")
        INTERMEDIATE = "intermediate", _("中级")
        ASSOCIATE = "associate", _("副高级")
        SENIOR = "senior", _("正高级")

    class Degree(models.TextChoices):
        BELOW = "below", _("本科以下")
        BACHELOR = "bachelor", _("学士")
        MASTER = "master", _("硕士")
        DOCTOR = "doctor", _("博士")

    user = models.OneToOneField(User, models.PROTECT, related_name="appraiser")
    office = models.ForeignKey(Office, models.PROTECT, related_name="appraisers")
    title = models.CharField(_("职称"), max_length=16, choices=Title.choices)
    degree = models.CharField(_("学历学位"), max_length=16, choices=Degree.choices)
    skills = models.TextField(_("专长"), blank=True)
    is_active = models.BooleanField(_("在岗"), default=True)

    class Meta:
        verbose_name = _("鉴定人员")
        verbose_name_plural = _("鉴定人员")

    def __str__(self) -> str:
        return str(self.user)


class Qualification(models.Model):
    """A certificate that lets an appraiser sit on a panel, from a day to a day (R-EXIT-03, 06)."""

    class Kind(models.TextChoices):
        SPECIALIST = "specialist", _("文物博物专业技术人员")
        RESPONSIBLE = "responsible", _("责任鉴定员")

    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="qualifications")
    kind = models.CharField(_("资格"), max_length=16, choices=Kind.choices)
    certificate_no = models.CharField(_("证书编号"), max_length=64)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("鉴定资格")
        verbose_name_plural = _("鉴定资格")
        constraints = [
            models.UniqueConstraint(
                fields=["appraiser", "kind", "valid_from"], name="qualification_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="qualification_ends_after_it_begins",
            ),
        ]


class Tie(models.Model):
    """Why an appraiser must stand aside for a party (利害关系、任职关系; R-GEN-15, R-GEN-16)."""

    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="ties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="ties")
    reason = models.TextField(_("事由"))
    declared_at = models.DateTimeField(_("申报时间"))
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("利害关系")
        verbose_name_plural = _("利害关系")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="tie_has_a_reason"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="tie_ends_after_it_begins",
            ),
        ]


class Absence(models.Model):
    """Days on which an appraiser cannot sit (请假、出差), both ends counted."""

    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="absences")
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))

    class Meta:
        verbose_name = _("缺勤")
        verbose_name_plural = _("缺勤")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"
            ),
        ]
