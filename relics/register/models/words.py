"""The closed lists of the object record. The codes are stable; the words are the form's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Texture(models.TextChoices):
    """质地: the seventeen words of the exit form (rules §9.3)."""

    POTTERY = "pottery", _("陶器")
    PORCELAIN = "porcelain", _("瓷器")
    GLASS = "glass", _("玻璃")
    BRONZE = "bronze", _("铜器")
    STONE = "stone", _("石器")
    JADE = "jade", _("玉器")
    BRICK = "brick", _("砖瓦")
    WOOD = "wood", _("竹木")
    SILK = "silk", _("丝织")
    LACQUER = "lacquer", _("漆器")
    BONE = "bone", _("骨牙角")
    IRON = "iron", _("铁器")
    GOLD = "gold", _("金器")
    SILVER = "silver", _("银器")
    LEATHER = "leather", _("皮革")
    PAPER = "paper", _("纸质")
    OTHER = "other", _("其他")


class Grade(models.TextChoices):
    """级别: the graded three are precious relics, which may not leave (R-EXIT-13)."""

    NONE = "none", _("未定级")
    GENERAL = "general", _("一般文物")
    THIRD = "third", _("三级文物")
    SECOND = "second", _("二级文物")
    FIRST = "first", _("一级文物")


class Ownership(models.TextChoices):
    """所有权: state relics leave only with the State Council's word (R-EXIT-13)."""

    PRIVATE = "private", _("非国有")
    STATE = "state", _("国有")
    UNKNOWN = "unknown", _("未说明")


class Kind(models.TextChoices):
    """文物, 艺术品, 复仿制品 or 一般物品: what it is decides the track (rules §9.3, R-ART-01)."""

    RELIC = "relic", _("文物")
    ARTWORK = "artwork", _("艺术品")
    REPLICA = "replica", _("复仿制品")
    ORDINARY = "ordinary", _("一般物品")


class Unit(models.TextChoices):
    """The counting word; a lot (批) counts replicas only (rules §9.3)."""

    PIECE = "piece", _("件")
    SET = "set", _("套")
    LOT = "lot", _("批")
