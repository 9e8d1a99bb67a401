"""What people write in a cell, read as the register keeps it.

A text that no reading fits is handed on as it stands, so that the form refuses it by name.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache

from django.db.models import TextChoices
from django.utils import translation

from relics.register.models import Grade, Kind, Ownership, Texture, Unit

# The first material a description names decides; "on" and "with" come after it.
MATERIALS: Mapping[Texture, str] = {
    Texture.PORCELAIN: "porcelain celadon blanc-de-chine 瓷 青花",
    Texture.POTTERY: (
        "earthenware stoneware pottery terracotta ceramic clay faience fritware 陶 紫砂"
    ),
    Texture.GLASS: "glass glassware crystal-glass 玻璃 琉璃 料器",
    Texture.BRONZE: "bronze copper brass shakudo shibuichi sentoku cloisonné 铜",
    Texture.JADE: "jade nephrite jadeite 玉 翡翠",
    Texture.STONE: (
        "stone marble limestone sandstone steatite soapstone agate quartz crystal chalcedony "
        "carnelian jasper lapis turquoise schist granite alabaster basalt obsidian hematite sard "
        "sardonyx inkstone 石 玛瑙 水晶 砚"
    ),
    Texture.BRICK: "brick tile tiles stucco 砖 瓦",
    Texture.WOOD: "wood bamboo oak ebony walnut mahogany huanghuali zitan 木 竹",
    Texture.SILK: "silk satin brocade kesi 丝 绢 绫 绸 缎 锦 缂",
    Texture.LACQUER: "lacquer 漆",
    Texture.BONE: "ivory bone horn antler tusk tooth tortoise tortoiseshell 骨 牙 角",
    Texture.IRON: "iron steel 铁",
    Texture.GOLD: "gold 金",
    Texture.SILVER: "silver silver-gilt 银",
    Texture.LEATHER: "leather parchment vellum 皮",
    Texture.PAPER: "paper papier-mâché 纸",
}
_ENGLISH = {
    word: texture
    for texture, words in MATERIALS.items()
    for word in words.split()
    if word.isascii() or word[0].isascii()
}
_CHINESE = [
    (word, texture)
    for texture, words in MATERIALS.items()
    for word in words.split()
    if not word[0].isascii()
]
GRADES: Mapping[str, Grade] = {
    "一级": Grade.FIRST,
    "二级": Grade.SECOND,
    "三级": Grade.THIRD,
    "一般": Grade.GENERAL,
    "未定级": Grade.NONE,
    "无": Grade.NONE,
    "1": Grade.FIRST,
    "2": Grade.SECOND,
    "3": Grade.THIRD,
    "first": Grade.FIRST,
    "second": Grade.SECOND,
    "third": Grade.THIRD,
    "general": Grade.GENERAL,
    "none": Grade.NONE,
}
OWNERSHIPS: Mapping[str, Ownership] = {
    "非国有": Ownership.PRIVATE,
    "私有": Ownership.PRIVATE,
    "个人": Ownership.PRIVATE,
    "民间": Ownership.PRIVATE,
    "private": Ownership.PRIVATE,
    "国有": Ownership.STATE,
    "国家": Ownership.STATE,
    "state": Ownership.STATE,
    "未说明": Ownership.UNKNOWN,
    "不详": Ownership.UNKNOWN,
    "unknown": Ownership.UNKNOWN,
}
KINDS: Mapping[str, Kind] = {
    "文物": Kind.RELIC,
    "relic": Kind.RELIC,
    "复仿制品": Kind.REPLICA,
    "复制品": Kind.REPLICA,
    "仿制品": Kind.REPLICA,
    "replica": Kind.REPLICA,
    "reproduction": Kind.REPLICA,
    "艺术品": Kind.ARTWORK,
    "artwork": Kind.ARTWORK,
    "work of art": Kind.ARTWORK,
    "一般物品": Kind.ORDINARY,
    "ordinary": Kind.ORDINARY,
}
UNITS: Mapping[str, Unit] = {
    "": Unit.PIECE,
    **dict.fromkeys("件个只幅张枚把尊本册卷块方座", Unit.PIECE),
    **dict.fromkeys(("piece", "pieces"), Unit.PIECE),
    **dict.fromkeys(("套", "组", "set", "sets"), Unit.SET),
    **dict.fromkeys(("批", "lot", "lots"), Unit.LOT),
}
PAIRS = ("对", "双", "副", "pair", "pairs")
CURRENCIES: Mapping[str, str] = {
    "¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "rmb": "CNY",
    "$": "USD",
    "美元": "USD",
    "€": "EUR",
    "欧元": "EUR",
    "£": "GBP",
    "英镑": "GBP",
    "港元": "HKD",
    "港币": "HKD",
}

_DIGITS = {sign: place for place, sign in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0}
_NUMERAL = r"\d+|[〇零一二两三四五六七八九十百]+"
_AMOUNT = re.compile(
    rf"^({_NUMERAL})\s*([^\d\s()]*?)\s*(?:\(?\s*(?:共|计)?\s*({_NUMERAL})\s*(?:件|pieces)?\s*\)?)?$"
)
_MEASURE = re.compile(r"^(\d+(?:\.\d+)?|\.\d+)\s*(mm|毫米|cm|厘米|m|米|公分|kg|千克|公斤|g|克)?$")
_SCALE = {"mm": "0.1", "毫米": "0.1", "m": "100", "米": "100", "g": "0.001", "克": "0.001"}
_UNIT = r"mm|毫米|cm|厘米|公分"
_LABELLED = re.compile(
    rf"(通高|高|通长|长|通宽|宽|厚|深|口径|直径|径)[:：]?\s*(\d+(?:\.\d+)?)\s*({_UNIT})?"
)
_LAST_UNIT = re.compile(rf"({_UNIT})\W*$")
_MEANS = {
    "高": "height_cm",
    "长": "length_cm",
    "宽": "width_cm",
    "厚": "depth_cm",
    "深": "depth_cm",
    "径": "diameter_cm",
}
# What carries a painting decides: ink and gold on silk is silk.
_PAINTED = re.compile(
    r"^(?:\w+ )?(?:ink|colou?rs?|pigments?|paint|watercolou?r|gouache|oil|tempera|graphite)\b"
    r".*? on (.*)$"
)
# Gold laid on something else is not what the thing is made of.
_ORNAMENT = re.compile("[鎏描洒泥贴错嵌][金银]+")
_VALUE = re.compile(r"^([^\d.]*)([\d.]+)([^\d.]*)$")


def narrow(text: str) -> str:
    """Full-width digits and signs as half-width (１２．５ becomes 12.5), blanks trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def texture_of(text: str) -> str:
    """质地 for a description of materials: the word itself, else its first known material."""
    plain = narrow(text).casefold()
    if not plain:
        return ""
    if label := _labels(Texture).get(plain):
        return label
    if painted := _PAINTED.match(plain):
        plain = painted[1]
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", plain):
        for part in (word, *word.split("-")):
            if part in _ENGLISH:
                return _ENGLISH[part].value
        if word.endswith("wood"):
            return Texture.WOOD.value
    plain = _ORNAMENT.sub("", plain)
    if "漆" in plain:
        return Texture.LACQUER.value
    places = [(plain.find(word), texture) for word, texture in _CHINESE if word in plain]
    return min(places, key=lambda pair: pair[0])[1].value if places else Texture.OTHER.value


def grade_of(text: str) -> str:
    """级别 as written in words or a figure; anything else as it stands."""
    return _one_of(Grade, GRADES, narrow(text).removesuffix("品"))


def ownership_of(text: str) -> str:
    """所有权 in words; anything else as it stands."""
    return _one_of(Ownership, OWNERSHIPS, text)


def kind_of(text: str) -> str:
    """文物 or 复仿制品; anything else as it stands."""
    return _one_of(Kind, KINDS, text)


@cache
def _labels(words: type[TextChoices]) -> dict[str, str]:
    """The words of a list in both languages, with their codes."""
    found = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found.update({str(label).casefold(): value for value, label in words.choices})
    return found


def _one_of(words: type[TextChoices], others: Mapping[str, TextChoices], text: str) -> str:
    plain = narrow(text).casefold()
    if plain in others:
        return str(others[plain].value)
    return _labels(words).get(plain, text)


def amount_of(text: str) -> dict[str, str]:
    """数量: 3, 3件, 一套（4件）, 1批20件, 一对 as quantity, unit and pieces."""
    plain = narrow(text).casefold()
    read = _AMOUNT.match(plain)
    if read is None:
        return {"quantity": text}
    count, word, inside = _numeral(read[1]), read[2], read[3]
    if word in PAIRS:
        return {"quantity": str(count), "unit": Unit.SET.value, "pieces": str(2 * count)}
    if word not in UNITS:
        return {"quantity": text}
    pieces = _numeral(inside) if inside else count
    return {"quantity": str(count), "unit": UNITS[word].value, "pieces": str(pieces)}


def unit_of(text: str) -> str:
    """The counting word alone; anything else as it stands."""
    return _one_of(Unit, UNITS, text)


def measure_of(text: str) -> str:
    """A length in centimetres or a weight in kilograms; anything else as it stands."""
    read = _MEASURE.match(narrow(text).casefold())
    if read is None:
        return text
    amount = Decimal(read[1]) * Decimal(_SCALE.get(read[2] or "", "1"))
    return f"{amount.quantize(Decimal('0.001')).normalize():f}"


def measures_in(size: str) -> dict[str, str]:
    """The measures that a size text names in Chinese (高12.9厘米, 口径8×高9 cm), in centimetres.

    A measure without a unit of its own takes the unit at the end of the text, or is not read.
    """
    plain = narrow(size)
    last = _LAST_UNIT.search(plain)
    found: dict[str, str] = {}
    for label, amount, own_unit in _LABELLED.findall(plain):
        unit = own_unit or (last[1] if last else "")
        if unit:
            found.setdefault(_MEANS[label[-1]], measure_of(f"{amount}{unit}"))
    return found


def value_of(text: str) -> dict[str, str]:
    """A value with its currency where the cell names one (¥1,200 or 5000 USD)."""
    read = _VALUE.match(narrow(text).replace(",", ""))
    if read is None:
        return {"value": text}
    word = (read[1] + read[3]).strip()
    try:
        Decimal(read[2])
    except InvalidOperation:
        return {"value": text}
    currency = CURRENCIES.get(word.casefold(), word.upper() if len(word) == 3 else "")
    return {"value": read[2], "currency": currency} if currency else {"value": read[2]}


def _numeral(text: str) -> int:
    """A whole number in digits or in Chinese numerals below a thousand."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif sign == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[sign]
    return total + digit
