"""Invented samples for the style guide, so that every component can be looked at in one place."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

DRAWN = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 136 170'%3E"
    "%3Crect width='136' height='170' fill='%23d8d2c6'/%3E%3Cpath d='M56 30h24v14c18 8 26 30 22 58"
    "-2 20-10 34-16 40H50c-6-6-14-20-16-40-4-28 4-50 22-58z' fill='%23{colour}'/%3E%3C/svg%3E"
)


@dataclass(frozen=True)
class Sample:
    """A refusal as rules return it."""

    sentence: str
    rule: str
    fix: str
    fix_url: str = ""


class SampleForm(forms.Form):
    """A form with a hint, a choice and errors."""

    title = forms.CharField(label="名称", help_text="年代、特征、器形，例如“示例年 青花梅瓶”")
    material = forms.ChoiceField(label="质地", choices=[("porcelain", "瓷"), ("jade", "玉")])
    height = forms.DecimalField(label="高（厘米）", help_text="只填数字")
    remark = forms.CharField(label="备注", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    correct = forms.BooleanField(label="以上内容与实物一致")


def _refusals() -> list[Sample]:
    return [
        Sample(
            "还有 1 件文物没有照片，不能提交。", "R-EXIT-02", "为“示例碗”补上照片", "#components"
        ),
        Sample("责任鉴定员的意见不一致，此件不得出境。", "R-EXIT-04", "由文物所有人领回"),
    ]


def _moments() -> list[dict[str, Any]]:
    zone = timezone.get_current_timezone()
    return [
        {
            "title": "实物审核开始",
            "by": "示例鉴定员甲、示例鉴定员乙",
            "at": datetime(2026, 11, 20, 10, 6, tzinfo=zone),
            "tone": "now",
        },
        {
            "title": "已受理",
            "by": "示例受理人",
            "text": "材料齐全，期限自今日起算。",
            "at": datetime(2026, 11, 19, 9, 30, tzinfo=zone),
            "tone": "done",
        },
        {
            "title": "提交申报",
            "by": "示例文物商行",
            "at": datetime(2026, 11, 18, 16, 42, tzinfo=zone),
            "tone": "done",
        },
    ]


def _rows() -> list[dict[str, Any]]:
    states = [
        ("待受理", "waiting", 12),
        ("补正", "correction", 3),
        ("审核中", "review", 1),
        ("已签发", "approved", 6),
        ("不予通过", "refused", -2),
    ]
    return [
        {
            "number": f"示例2026-{n:04d}",
            "label": label,
            "tone": tone,
            "days_left": left,
            "pieces": n,
        }
        for n, (label, tone, left) in enumerate(states, start=11)
    ]


def _days() -> list[dict[str, Any]]:
    closed = Sample("鉴定人员不足三名，本场不能确认。", "R-EXIT-03", "改选其他场次")
    return [
        {
            "date": date(2026, 12, day),
            "slots": [
                {"value": f"{day}-am", "title": _("上午"), "left": left},
                {"value": f"{day}-pm", "title": _("下午"), "left": 9, "refusal": refusal},
            ],
        }
        for day, left, refusal in ((1, 12, None), (2, 3, None), (3, 0, closed), (4, 8, None))
    ]


def _flow() -> dict[str, Any]:
    """A small flow in the shape that the chart of the flow engine gives."""

    def cell(x: int, title: str, status: str | None) -> SimpleNamespace:
        box = '<rect class="task" width="120" height="64" rx="5"/>'
        words = [(title, "align-middle", 12, 60, 32)]
        return SimpleNamespace(
            title="", status=status, shape=SimpleNamespace(x=x, y=10, svg=box, text=words)
        )

    cells = [cell(0, "受理", "DONE"), cell(170, "实物审核", "NEW"), cell(340, "签发", None)]
    edges = [SimpleNamespace(segments=[(120 + 170 * n, 42), (166 + 170 * n, 42)]) for n in range(2)]
    return {"grid": SimpleNamespace(width=460, height=84), "cells": cells, "edges": edges}


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "title": "申请人与代理",
            "text": "名称、证件、委托书",
            "url": "#components",
            "label": "已完成",
            "tone": "approved",
        },
        {
            "title": "文物清单",
            "text": "已登记 2 件，照片未齐",
            "url": "#components",
            "label": "进行中",
            "tone": "accepted",
        },
        {
            "title": "预约实物审核",
            "label": "尚不能填写",
            "tone": "waiting",
            "refusal": Sample("清单完成后才能预约。", "R-APPT-06", ""),
        },
    ]


def samples(request: HttpRequest) -> dict[str, Any]:
    """Everything the style guide shows."""
    photo = {"url": "#components", "width": 136, "height": 170}
    return {
        "crumbs": [(_("待办"), "#components")],
        "actions": [{"title": _("打印"), "url": "#components", "icon": "printer"}],
        "tones": [
            ("草稿", "waiting"),
            ("已受理", "accepted"),
            ("审核中", "review"),
            ("补正", "correction"),
            ("已签发", "approved"),
            ("不予通过", "refused"),
        ],
        "form": SampleForm({"material": "jade", "height": "32,5"}),
        "refusals": _refusals(),
        "no_refusals": [],
        "entries": _moments(),
        "rows": _rows(),
        "page": Paginator(range(95), 20).get_page(request.GET.get("page")),
        "due": date(2026, 12, 11),
        "photos": [
            photo | {"thumb_url": DRAWN.format(colour=colour), "alt": name, "caption": name}
            for colour, name in (("8a3b2a", "示例红釉瓶"), ("3c5a8a", "示例青花瓶"))
        ],
        "facts": [("申请人", "示例文物商行"), ("出境口岸", "示例机场"), ("目的地", "")],
        "steps": [
            {"title": "提交", "note": "11-18", "state": "done"},
            {"title": "受理", "note": "11-19", "state": "done"},
            {"title": "实物审核", "note": "预计 12-01", "state": "now"},
            {"title": "签发", "state": "next"},
        ],
        "tasks": _tasks(),
        "days": _days(),
        "flow": _flow(),
    }
