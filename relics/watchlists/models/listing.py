"""Lists of stolen and lost objects (被盗文物与追索名录), by version; nothing is ever deleted."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Office, User
from approvals.record.models import append_only


class WatchList(models.Model):
    """One source of notices (名录): who issues it, and which item of art. 68 it falls under.

    Kept by one office, asked by all while it is in effect (R-TEMP-07, R-TRADE-03). `evidence`
    says how well its legal basis was read; only [V] prints.
    """

    class Issuer(models.TextChoices):
        CHINESE = "chinese", _("中国有关主管部门")
        FOREIGN = "foreign", _("外国政府")
        INTERNATIONAL = "international", _("有关国际组织")

    class Basis(models.TextChoices):
        STATE = "state", _("国有文物")
        PRECIOUS = "precious", _("国有文物收藏单位以外的馆藏珍贵文物")
        STOLEN = "stolen", _("被盗、被抢的文物")
        NOTIFIED = "notified", _("外国政府、国际组织通报流失的文物")

    code = models.SlugField(_("代码"), max_length=30, unique=True)
    name = models.CharField(_("名录名称"), max_length=200)
    source = models.CharField(_("发布单位"), max_length=200)
    issuer = models.CharField(_("发布单位类别"), max_length=16, choices=Issuer.choices)
    basis = models.CharField(_("第六十八条情形"), max_length=12, choices=Basis.choices)
    evidence = models.CharField(_("依据核实程度"), max_length=2, default="D")
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="watch_lists", verbose_name=_("维护机构")
    )
    effective_from = models.DateField(_("起"))
    effective_to = models.DateField(_("止"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("追索名录")
        verbose_name_plural = _("追索名录")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="watch_list_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(evidence__in=["V", "V2", "C", "M", "D"]),
                name="watch_list_evidence_known",
            ),
        ]
        triggers = [pgtrigger.Protect(name="watch_list_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


def _table_path(version: "ListVersion", _filename: str) -> str:
    return f"watchlists/{version.watch_list_id}/{version.sha256[:24]}-table"


def _zip_path(version: "ListVersion", _filename: str) -> str:
    return f"watchlists/{version.watch_list_id}/{version.sha256[:24]}-photos.zip"


class ListVersion(models.Model):
    """A whole list as a file brought it (名录版本); it counts once it is put into force.

    `number` is given then. What waits is compared with what holds each time it is looked at.
    """

    watch_list = models.ForeignKey(WatchList, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本号"), null=True, blank=True)
    filename = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    table = models.FileField(_("名录文件"), upload_to=_table_path, max_length=120)
    photos = models.FileField(_("照片压缩包"), upload_to=_zip_path, max_length=120, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    put_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    put_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("弃用时间"), null=True, blank=True)
    counts = models.JSONField(_("变更统计"), default=dict)
    checked_up_to = models.PositiveBigIntegerField(_("复查进度"), default=0)
    rechecked_at = models.DateTimeField(_("复查完成"), null=True, blank=True)

    class Meta:
        verbose_name = _("名录版本")
        verbose_name_plural = _("名录版本")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch_list", "number"], name="list_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["watch_list"],
                condition=Q(put_at__isnull=True, dropped_at__isnull=True),
                name="list_version_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(put_at__isnull=True, put_by__isnull=True, number__isnull=True)
                | Q(put_at__isnull=False, put_by__isnull=False, number__isnull=False),
                name="list_version_put_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(put_at__isnull=True) | Q(dropped_at__isnull=True),
                name="list_version_put_or_dropped",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="list_version_never_deleted", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.watch_list} {self.number or '—'}"


class ListedObject(models.Model):
    """One entry of a list as one version brought it (名录条目).

    A changed entry is a new row; the old one is closed by `until`. The keys are the texts as
    they are compared (`keys.py`). Years before Christ are negative, there is no year 0.
    """

    class Standing(models.TextChoices):
        LISTED = "listed", _("追索中")
        RECOVERED = "recovered", _("已追回")

    watch_list = models.ForeignKey(WatchList, models.PROTECT, related_name="entries")
    key = models.CharField(_("条目编号"), max_length=60)
    since = models.ForeignKey(ListVersion, models.PROTECT, related_name="brought")
    until = models.ForeignKey(
        ListVersion, models.PROTECT, null=True, blank=True, related_name="closed"
    )
    standing = models.CharField(
        _("状态"), max_length=10, choices=Standing.choices, default=Standing.LISTED
    )
    name = models.CharField(_("名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    description = models.TextField(_("描述"), max_length=4000, blank=True)
    materials = models.CharField(_("材料"), max_length=300, blank=True)
    size = models.CharField(_("尺寸"), max_length=500, blank=True)
    measures = models.JSONField(_("量值"), default=dict)
    date_text = models.CharField(_("年代"), max_length=200, blank=True)
    year_from = models.IntegerField(_("起始年"), null=True, blank=True)
    year_to = models.IntegerField(_("截止年"), null=True, blank=True)
    inscriptions = models.TextField(_("款识与标识"), max_length=4000, blank=True)
    lost_at = models.CharField(_("失窃地点"), max_length=200, blank=True)
    lost_on = models.CharField(_("失窃时间"), max_length=60, blank=True)
    name_key = models.CharField(max_length=200)
    name_en_key = models.CharField(max_length=200, blank=True)
    mark_key = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("名录条目")
        verbose_name_plural = _("名录条目")
        ordering = ["watch_list", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch_list", "key"],
                condition=Q(until__isnull=True),
                name="listed_object_one_current",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["listed", "recovered"]), name="listed_object_standing"
            ),
        ]
        indexes = [
            GinIndex(name="listed_name_trgm", fields=["name_key"], opclasses=["gin_trgm_ops"]),
            GinIndex(
                name="listed_name_en_trgm", fields=["name_en_key"], opclasses=["gin_trgm_ops"]
            ),
            GinIndex(name="listed_mark_trgm", fields=["mark_key"], opclasses=["gin_trgm_ops"]),
        ]
        triggers = [
            pgtrigger.Protect(name="listed_object_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="listed_object_only_closed",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.until_id IS NOT NULL
                   OR to_jsonb(NEW) - 'until_id' IS DISTINCT FROM to_jsonb(OLD) - 'until_id' THEN
                    RAISE EXCEPTION 'listed_object_only_closed: an entry is only ever closed'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class ListedPhoto(models.Model):
    """A photograph of an entry, developed, with its fingerprint (名录照片)."""

    entry = models.ForeignKey(ListedObject, models.PROTECT, related_name="photos")
    image = models.FileField(_("照片"), max_length=120)
    thumb = models.FileField(_("缩略图"), max_length=120)
    sha256 = models.CharField(_("摘要"), max_length=64)
    fingerprint = models.CharField(_("图像特征"), max_length=64)
    width = models.PositiveSmallIntegerField(_("宽（像素）"))
    height = models.PositiveSmallIntegerField(_("高（像素）"))

    class Meta:
        verbose_name = _("名录照片")
        verbose_name_plural = _("名录照片")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "sha256"], name="listed_photo_once"),
        ]
        triggers = append_only("listed_photo_append_only")
