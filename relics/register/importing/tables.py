"""Tables we hand out: the import template and the list of errors."""

import csv
import io

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from relics.register.models import Grade, Kind, Ownership, Texture, Unit

from .report import ImportReport

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
TEMPLATE_ROWS = 2_000
LISTS = {
    "质地": Texture,
    "级别": Grade,
    "所有权": Ownership,
    "种类": Kind,
    "单位": Unit,
}
# Heading, width, and a word on how to fill it in; a star marks what the law asks for.
COLUMNS = (
    ("编号", 14, "您自己的编号，不能重复；照片按它对应。留空由系统编号"),
    ("名称", 28, "* 最多100字"),
    ("种类", 12, "文物或复仿制品；留空为文物"),
    ("质地", 12, "* 从列表中选；也可写具体材料，由系统归类"),
    ("类别", 14, ""),
    ("尺寸", 26, "* 写明部位和单位，如：高12.9厘米，口径8厘米"),
    ("数量", 8, "留空为1"),
    ("单位", 8, "件、套；批只用于复仿制品"),
    ("实际件数", 10, "成套的写实际有几件"),
    ("年代", 18, "照原有说法，如：清乾隆、18世纪；不知道写不详"),
    ("起始年", 10, "可不填；公元前写负数"),
    ("终止年", 10, "可不填"),
    ("级别", 12, "留空为未定级"),
    ("所有权", 12, "国有文物未经国务院批准不得出境"),
    ("作者", 18, ""),
    ("产地", 14, ""),
    ("款识", 24, "照录原文"),
    ("鉴别特征", 24, "磕缺、冲线、修补、印记等"),
    ("来源", 24, "何时何地从何人处取得"),
    ("备注", 18, ""),
)


def template_xlsx() -> bytes:
    """The empty table to fill in: one sheet of headings, one that explains them; in Chinese."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        sheet = book.create_sheet()
    sheet.title = "文物清单"
    guide = book.create_sheet("填写说明")
    guide.column_dimensions["B"].width = 80
    for place, (heading, width, hint) in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, place, heading)
        head.font = Font(bold=True)
        if hint.startswith("*"):
            head.fill = PatternFill("solid", fgColor="FFF2CC")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        guide.append([heading, hint])
        if heading in LISTS:
            with translation.override("zh-hans"):
                words = ",".join(str(label) for label in LISTS[heading].labels)
            choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            # Free words are allowed for materials: the reader sorts them in.
            choice.showErrorMessage = heading != "质地"
            choice.add(f"{letter}2:{letter}{TEMPLATE_ROWS + 1}")
            sheet.add_data_validation(choice)
        elif heading == "编号":
            for row in range(2, 202):
                sheet.cell(row, place).number_format = "@"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet program shows as text, whatever somebody once typed into it."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def errors_csv(report: ImportReport) -> bytes:
    """The errors of a report as a table for the office: UTF-8 with a byte order mark."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("行"), _("列"), _("内容"), _("原因")])
    for fault in report.errors:
        cells = (fault.column, fault.value, fault.message)
        table.writerow([fault.row, *(safe_cell(cell) for cell in cells)])
    return out.getvalue().encode("utf-8-sig")
