"""Which columns each list has, what they are called, and what a cell of them may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relics.standards.rulebook import Evidence

CellKind = Literal["text", "words", "number", "date", "choice"]


@dataclass(frozen=True)
class Column:
    """One column. `name` and `heading` both serve as heading of a file; words part at "|"."""

    name: str
    heading: str
    label: Promise
    kind: CellKind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListKind:
    """One list (清单). `identity` names the columns that tell one line from all others."""

    key: str
    title: Promise
    note: Promise
    rule: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    @property
    def headings(self) -> Mapping[str, Column]:
        """Every heading a file may use, with its column."""
        return {name: column for column in self.columns for name in (column.name, column.heading)}


def _text(name: str, heading: str, label: Promise, *, required: bool = False) -> Column:
    return Column(name, heading, label, required=required)


def _words(name: str, heading: str, label: Promise) -> Column:
    return Column(name, heading, label, "words")


TITLE = _text("title", "名称", _("名称"), required=True)
TITLE_EN = _text("title_en", "英文名称", _("英文名称"))
TEXTURES = _words("textures", "质地", _("质地"))
DATED = (
    Column("evidence", "依据等级", _("依据等级"), "choice", True, tuple(Evidence)),
    Column("effective_from", "施行日", _("施行日"), "date", required=True),
    Column("effective_to", "终止日", _("终止日"), "date"),
)
"""What every line of every list says of itself (R-GEN-01)."""

LISTS: Mapping[str, ListKind] = {
    kind.key: kind
    for kind in (
        ListKind(
            "year_lines",
            _("年限"),
            _("某年以前（含）制作的文物适用哪条规则。新版本生效后，新受理的案件按其判断。"),
            "R-STD-01",
            (
                Column("year", "年份", _("年份"), "number", required=True),
                _text("rule", "规则", _("规则"), required=True),
                Column(
                    "effect",
                    "效力",
                    _("效力"),
                    "choice",
                    True,
                    ("prohibited", "in_principle", "ethnic"),
                ),
                _text("citation", "出处", _("出处"), required=True),
                *DATED,
            ),
            ("year",),
        ),
        ListKind(
            "categories",
            _("审核类别"),
            _("出境审核标准的类别表。未读到原表的类别标为 M，不打印。"),
            "R-STD-07",
            (
                _text("number", "序号", _("序号"), required=True),
                TITLE,
                TITLE_EN,
                Column(
                    "line",
                    "界线",
                    _("界线"),
                    "choice",
                    True,
                    ("always", "1911", "1949", "1966", "unread"),
                ),
                _text("wording", "规定", _("规定"), required=True),
                TEXTURES,
                *DATED,
            ),
            ("number",),
        ),
        ListKind(
            "artists",
            _("限制出境名家名单"),
            _("all：作品一律不准出境；representative：代表作不准出境。人名由机构按官方名单装入。"),
            "R-STD-09",
            (
                _text("list", "名单", _("名单"), required=True),
                _text("name", "姓名", _("姓名"), required=True),
                _words("aliases", "别名", _("别名")),
                Column("level", "级别", _("级别"), "choice", True, ("all", "representative")),
                _text("document", "文号", _("文号"), required=True),
                *DATED,
            ),
            ("list", "name"),
        ),
        ListKind(
            "gb33290",
            _("GB/T 33290 各部分"),
            _("文物出境审核规范各部分的名称与实施日期。"),
            "R-STD-10",
            (
                _text("part", "部分", _("部分"), required=True),
                TITLE,
                TITLE_EN,
                _words("categories", "类别", _("类别")),
                TEXTURES,
                *DATED,
            ),
            ("part",),
        ),
        ListKind(
            "materials",
            _("濒危物种材料用词"),
            _("文字中出现这些词的，提示须有濒危物种进出口证明书；“不作数的词”先行排除。"),
            "R-ART-10",
            (
                _text("key", "代码", _("代码"), required=True),
                TITLE,
                TITLE_EN,
                _words("words", "中文用词", _("中文用词")),
                _words("words_en", "英文用词", _("英文用词")),
                _words("latin", "拉丁学名", _("拉丁学名")),
                _words("except", "不作数的词", _("不作数的词")),
                _words("except_en", "不作数的英文词", _("不作数的英文词")),
                *DATED,
            ),
            ("key",),
        ),
    )
}
"""Every list that an office may load, by its key."""


def list_kind(key: str) -> ListKind:
    """The list of that key; KeyError if there is none."""
    return LISTS[key]
