"""The paper as XML and as JSON, and back: the same values either way."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from lxml import etree

from approvals.record.refusals import NotAcceptable, Refusal

from .documents import RULE, Document
from .fields import forms

ROOT, HEAD, ROWS, ROW = "SasDocument", "Head", "Rows", "Row"
MOST_BYTES = 8 * 1024 * 1024


def to_xml(document: Document) -> bytes:
    """UTF-8 with a declaration; empty fields are left out."""
    root = etree.Element(ROOT, form=document.form, version="1")
    _values(etree.SubElement(root, HEAD), document.head)
    rows = etree.SubElement(root, ROWS)
    for row in document.rows:
        _values(etree.SubElement(rows, ROW), row)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _values(element: "etree._Element", values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if value:
            etree.SubElement(element, name).text = value


def to_json(document: Document) -> bytes:
    """The same, as JSON."""
    told = {
        "form": document.form,
        "version": 1,
        "head": {name: value for name, value in document.head.items() if value},
        "rows": [{name: value for name, value in row.items() if value} for row in document.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def read(raw: bytes) -> Document:
    """A paper from XML or JSON, whichever it is. NotAcceptable where it is neither."""
    if len(raw) > MOST_BYTES:
        raise NotAcceptable(Refusal("file_too_large", _("文件超过 8 MB。"), RULE))
    try:
        document = _from_json(raw) if raw.lstrip()[:1] == b"{" else _from_xml(raw)
    except (ValueError, SyntaxError, KeyError, TypeError, AttributeError) as error:
        raise NotAcceptable(
            Refusal(
                "not_a_paper",
                _("文件不是本系统能读的单证。"),
                RULE,
                _("请上传由本系统或按同一字段表生成的 XML 或 JSON。"),
            )
        ) from error
    if document.form not in forms():
        raise NotAcceptable(Refusal("form_unknown", _("没有这一种单证。"), RULE))
    return document


def _from_xml(raw: bytes) -> Document:
    root = fromstring(raw, forbid_dtd=True)
    if root.tag != ROOT:
        raise ValueError(root.tag)

    def values(element: Iterable[Any]) -> dict[str, str]:
        return {str(child.tag): child.text or "" for child in element}

    head, rows = root.find(HEAD), root.find(ROWS)
    if head is None or rows is None:
        raise ValueError("no head or no rows")
    return Document(root.attrib["form"], values(head), [values(row) for row in rows])


def _from_json(raw: bytes) -> Document:
    told = json.loads(raw)

    def values(given: Mapping[str, object]) -> dict[str, str]:
        return {str(name): str(value) for name, value in given.items()}

    return Document(str(told["form"]), values(told["head"]), [values(row) for row in told["rows"]])
