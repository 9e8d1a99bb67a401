"""The codes that customs' system knows parties and words by; kept by the administrator."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party

DIGITS = RegexValidator(r"^[0-9A-Z]+$", _("代码只含数字和大写字母。"))
LENGTHS = {Party.Kind.CUSTOMS: 4, Party.Kind.ENTERPRISE: 10}


class PartyCode(models.Model):
    """The code of a customs (关区代码, 4) or of an enterprise (海关注册编码, 10)."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="zone_code")
    code = models.CharField(_("代码"), max_length=10, unique=True, validators=[DIGITS])

    class Meta:
        verbose_name = _("海关编码")
        verbose_name_plural = _("海关编码")

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Four signs for a customs, ten for an enterprise; nobody else has one."""
        wanted = LENGTHS.get(Party.Kind(self.party.kind))
        if wanted is None or len(self.code) != wanted:
            raise ValidationError({"code": _("海关为4位关区代码，企业为10位海关注册编码。")})


class WordCode(models.Model):
    """The code of a word: a unit, a currency, a country (计量单位、币制、国别代码)."""

    class Kind(models.TextChoices):
        UNIT = "unit", _("计量单位")
        CURRENCY = "currency", _("币制")
        COUNTRY = "country", _("国别（地区）")

    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    word = models.CharField(_("本系统用词"), max_length=20)
    code = models.CharField(_("代码"), max_length=3, validators=[DIGITS])
    source = models.CharField(_("来源"), max_length=200)

    class Meta:
        verbose_name = _("代码表")
        verbose_name_plural = _("代码表")
        ordering = ["kind", "word"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "word"], name="word_code_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["unit", "currency", "country"]),
                name="word_code_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.code}"
