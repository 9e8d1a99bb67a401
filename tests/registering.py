"""Objects, tables and pictures made on the spot for tests of the register."""

import csv
import io
from typing import Any

from PIL import Image

from approvals.parties.models import Party, User
from relics.register.models import RelicObject, Texture

HEADINGS = ("编号", "名称", "质地", "尺寸", "数量", "年代", "级别", "备注")


def make_object(owner: Party, agent: User, **fields: Any) -> RelicObject:
    values: dict[str, Any] = {
        "number": "示例-1",
        "name": "示例青花瓶",
        "texture": Texture.PORCELAIN,
        "size": "高12.9厘米",
        **fields,
    }
    return RelicObject.objects.create(owner=owner, created_by=agent, **values)


def row(**cells: str) -> dict[str, str]:
    """A line that nothing is wrong with, but for what `cells` say."""
    return {
        "编号": "示例-1",
        "名称": "示例青花瓶",
        "质地": "瓷器",
        "尺寸": "高12.9厘米",
        "数量": "1件",
        "年代": "清乾隆",
        "级别": "",
        "备注": "",
        **cells,
    }


def table(*rows: dict[str, str], encoding: str = "utf-8-sig", headings: Any = HEADINGS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, headings, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def picture(
    size: tuple[int, int] = (400, 300),
    *,
    colour: Any = (120, 160, 200),
    kind: str = "JPEG",
    mode: str = "RGB",
    name: str = "示例.jpg",
    **save: Any,
) -> io.BytesIO:
    """A picture file in memory, with a name as an upload has one."""
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **save)
    out.seek(0)
    out.name = name
    return out
