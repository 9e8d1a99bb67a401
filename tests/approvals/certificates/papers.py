"""Invented papers, drawn stand-ins for photographs, and a reader of what a page says."""

import hashlib
import re
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw

from approvals.certificates.registry import CertificateKind

NAMES = [
    "青铜甗",
    "青铜斝",
    "青铜觚",
    "青铜盉",
    "青铜罍",
    "原始瓷瓿",
    "青铜卣",
    "青铜簋",
    "陶鬲",
    "青花缠枝莲纹碗",
]

PERMIT = CertificateKind(
    key="exit_permit",
    title_zh="文物出境许可证",
    title_en="Permit for a cultural relic to leave the country",
    template="certificates/exit_permit.html",
    number_required=True,
    unnumbered_zh="文物出境许可证数据摘录",
    unnumbered_en="Data extract of an exit permit",
    requires=("objects", "appraisers", "exit_port"),
)
REGISTER = CertificateKind(
    key="prohibited_register",
    title_zh="文物禁止出境登记表",
    title_en="Register of relics that may not leave the country",
    template="certificates/prohibited_register.html",
    requires=("objects", "ground", "rights"),
)


def stand_in(seed: int) -> bytes:
    """A drawn vessel, different for each seed, as the JPEG that the photo pipeline would leave."""
    image = Image.new("RGB", (320, 240), (236, 233, 226))
    pen = ImageDraw.Draw(image)
    width = 30 + seed * 7 % 60
    pen.ellipse(
        (160 - width, 70, 160 + width, 210), fill=(60 + seed % 90, 90, 80), outline=(30, 40, 40)
    )
    pen.rectangle((140, 40 + seed % 20, 180, 90), fill=(70, 95 + seed % 60, 85))
    pen.text((8, 220), f"EXAMPLE {seed}", fill=(90, 90, 90))
    target = BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()


def permit_content(count: int = 1, **changed):
    """The content of an exit permit for `count` objects, and its photographs by SHA-256."""
    photos, objects = {}, []
    for n in range(1, count + 1):
        photo = stand_in(n)
        sha256 = hashlib.sha256(photo).hexdigest()
        photos[sha256] = photo
        objects.append(
            {
                "sequence": n,
                "name": NAMES[n % 10],
                "name_en": None,
                "age": "1950—1965",
                "year_from": 1950,
                "year_to": 1965,
                "size": f"高 {10 + n % 30}.5 厘米，口径 12 厘米",
                "material": "铜器",
                "quantity": 1,
                "unit": "件",
                "grade": "未定级",
                "mark": f"示例-B{n:05}",
                "photo_sha256": [sha256],
                "finding": "准予出境",
            }
        )
    content = {
        "number": "示例〔2026〕0001",
        "reference": "EX-2026-000001-P1",
        "issued": "2026-11-25",
        "office": {
            "name": "示例省文物进出境审核管理处",
            "name_en": "Example Office for Relic Entry and Exit Review",
        },
        "case": {"number": "EX-2026-000001", "received": "2026-11-04"},
        "applicant": {
            "name": "示例艺术品有限公司",
            "name_en": None,
            "identity_type": "统一社会信用代码",
            "identity_number": "示例0000000000001",
            "address": "长春市示例路1号",
        },
        "carrier": {
            "name": "示例甲",
            "nationality": "中国",
            "identity_type": "护照",
            "identity_number": "示例E0000001",
        },
        "destination": "新加坡",
        "exit_port": "示例国际机场",
        "exit_customs": "示例机场海关",
        "reviewed": "2026-11-20",
        "objects": objects,
        "appraisers": [
            {
                "name": "示例鉴定员甲",
                "responsible": True,
                "opinion": "同意出境",
                "signed": "2026-11-20",
            },
            {
                "name": "示例鉴定员乙",
                "responsible": True,
                "opinion": "同意出境",
                "signed": "2026-11-20",
            },
            {
                "name": "示例专业人员丙",
                "responsible": False,
                "opinion": "同意出境",
                "signed": "2026-11-20",
            },
        ],
        "ground": ["《中华人民共和国文物保护法实施条例》第四十五条、第四十七条"],
        "verification": {
            "url": "https://relics.example/v/3kq9-wm2x-7t4d",
            "code": "3kq9-wm2x-7t4d",
        },
        "valid_until": None,
        "demo": True,
        "rulebook": "exit-2007",
        "calendar": "2026-1",
    }
    return {**content, **changed}, photos


def words(pdf: bytes) -> str:
    """All text of a PDF as the fonts' own tables give it back."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return "".join(page_words(page) for page in document.pages)


def page_words(page) -> str:
    tables = {name: glyph_table(font) for name, font in page.Resources.Font.items()}
    found, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    code = bytes(part)
                    found += [table.get(code[i : i + 2], "") for i in range(0, len(code), 2)]
    return "".join(found)


def glyph_table(font) -> dict[bytes, str]:
    pairs = re.findall(
        r"^<([0-9a-f]+)> <([0-9a-f]+)>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE
    )
    return {
        bytes.fromhex(glyph): bytes.fromhex(text).decode("utf-16-be")
        for glyph, text in pairs
        if glyph != "0000"
    }
