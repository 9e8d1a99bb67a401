"""The roster of an office: qualifications, skills, ties, posts and absences of its people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, Party, User
from relics.appraisers.classes import CHOICES


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
    skills = models.TextField(_("专长说明"), blank=True)
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


class Skill(models.Model):
    """A class of objects in which an appraiser is skilled (专长类别), from a day to a day.

    The class is a part of GB/T 33290 (R-STD-10). It guides who is proposed for a panel; what
    the law asks of a panel are qualifications alone.
    """

    class Level(models.TextChoices):
        VERSED = "versed", _("熟悉")
        EXPERT = "expert", _("专长")

    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="skills_by_class")
    part = models.CharField(_("类别"), max_length=2, choices=CHOICES)
    level = models.CharField(_("程度"), max_length=8, choices=Level.choices)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("专长类别")
        verbose_name_plural = _("专长类别")
        ordering = ["part", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["appraiser", "part", "valid_from"], name="skill_once"),
            models.CheckConstraint(
                condition=Q(part__in=[key for key, _title in CHOICES]), name="skill_part_is_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="skill_ends_after_it_begins",
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


class Post(models.Model):
    """A post that one of an office's staff holds elsewhere (任职登记, R-GEN-16).

    One in a relic shop or an auction house bars from every panel; any other bars where the
    party that employs is a party of the case. `party` where it is known to us.
    """

    class Kind(models.TextChoices):
        SHOP = "shop", _("文物商店")
        AUCTION = "auction", _("拍卖企业")
        OTHER = "other", _("其他单位")

    FORBIDDEN = (Kind.SHOP, Kind.AUCTION)

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    kind = models.CharField(_("单位性质"), max_length=8, choices=Kind.choices)
    employer = models.CharField(_("任职单位"), max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, related_name="posts", null=True, blank=True)
    position = models.CharField(_("职务"), max_length=100)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("任职登记")
        verbose_name_plural = _("任职登记")
        constraints = [
            models.CheckConstraint(
                condition=~Q(employer="") & ~Q(position=""), name="post_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["shop", "auction", "other"]), name="post_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.position}"


class Absence(models.Model):
    """Days on which an appraiser cannot sit (请假、出差), both ends counted.

    A substitute may be named; the proposal thinks of that person first.
    """

    appraiser = models.ForeignKey(Appraiser, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        Appraiser,
        models.PROTECT,
        related_name="stands_in_for",
        null=True,
        blank=True,
        verbose_name=_("替补人员"),
    )
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))

    class Meta:
        verbose_name = _("缺勤")
        verbose_name_plural = _("缺勤")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("appraiser")),
                name="absence_substitute_is_somebody_else",
            ),
        ]
