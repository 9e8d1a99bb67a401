"""What offices loaded, put into force and checked: written once, never changed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party, User
from approvals.record.models import append_only


def _version_path(version: "ListVersion", _filename: str) -> str:
    return f"standards/lists/{version.sha256[:32]}"


def _text_path(check: "TextCheck", _filename: str) -> str:
    return f"standards/texts/{check.sha256[:32]}"


class ListVersion(models.Model):
    """A version of one list as an office loaded it (清单版本); it holds nothing yet by itself."""

    list_key = models.CharField(_("清单"), max_length=20)
    key = models.CharField(_("版本"), max_length=40, unique=True)
    source = models.CharField(_("来源文件"), max_length=300)
    rows = models.JSONField(_("内容"), encoder=DjangoJSONEncoder)
    file = models.FileField(_("原文件"), upload_to=_version_path, max_length=120)
    filename = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(_("摘要"), max_length=64)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("机构"))
    loaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(_("装入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("清单版本")
        verbose_name_plural = _("清单版本")
        ordering = ["list_key", "pk"]
        triggers = append_only("list_version_append_only")

    def __str__(self) -> str:
        return self.key

    @property
    def last_commencement(self) -> "Commencement | None":
        """By which act it last came, or will come, into force."""
        return next(reversed(list(self.commencements.all())), None)


class Commencement(models.Model):
    """A version holds from a day on (施行), until the day of the next; never backwards."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="commencements")
    effective_from = models.DateField(_("自"))
    reason = models.CharField(_("依据与理由"), max_length=300)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("机构"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("清单施行")
        verbose_name_plural = _("清单施行")
        ordering = ["effective_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="commencement_has_a_reason"),
        ]
        triggers = append_only("commencement_append_only")


class TextCheck(models.Model):
    """A named officer held a citation against the official text (已与官方文本核对).

    Only then does a citation read in a secondary copy ([V2]) print on the papers of `party`.
    """

    citation = models.CharField(_("依据"), max_length=60)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("机构"))
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("核对人"))
    checked_on = models.DateField(_("核对日期"))
    wording = models.CharField(_("所核对的条文名称"), max_length=300)
    file = models.FileField(_("官方文本"), upload_to=_text_path, max_length=120)
    media_type = models.CharField(_("格式"), max_length=40)
    sha256 = models.CharField(_("摘要"), max_length=64)
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("官方文本核对")
        verbose_name_plural = _("官方文本核对")
        ordering = ["citation", "pk"]
        indexes = [models.Index(fields=["party", "citation"], name="text_check_of_party")]
        constraints = [
            models.CheckConstraint(condition=~Q(sha256=""), name="text_check_has_a_file"),
        ]
        triggers = append_only("text_check_append_only")
