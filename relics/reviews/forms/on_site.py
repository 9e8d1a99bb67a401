"""The small forms of the day: an object that came unlisted, and a lot taken apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Party
from relics.register.forms import RelicObjectForm
from relics.register.models import RelicObject
from relics.register.models.object import STATUTORY_TEXT

MOST_PARTS = 12
SHORT = ("name", "texture", "size", "date_text", "quantity", "ownership", "condition", "remark")


class FoundObjectForm(RelicObjectForm):
    """The object form with what can be seen and asked on the spot; the rest follows later."""

    photo = forms.FileField(
        label=_("照片"),
        required=False,
        help_text=_("不上传则绘制示意图，文书上会注明。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, owner: Party, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=RelicObject(owner=owner), **kwargs)

    def shown(self) -> list[forms.BoundField]:
        """The fields of the page, in their order."""
        return [self[name] for name in (*SHORT, "photo")]

    def values(self) -> dict[str, Any]:
        values = super().values()
        values.pop("photo", None)
        return values


class SplitForm(forms.Form):
    """The objects that a lot consists of: a name each, and a size where it differs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("第 %(n)d 件名称") % {"n": number},
                max_length=STATUTORY_TEXT,
                required=number <= 2,
            )
            self.fields[f"size-{number}"] = forms.CharField(
                label=_("第 %(n)d 件尺寸") % {"n": number}, max_length=1000, required=False
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of fields, for the page."""
        return [(self[f"name-{n}"], self[f"size-{n}"]) for n in range(1, MOST_PARTS + 1)]

    def parts(self) -> list[dict[str, Any]]:
        """What each part has of its own; lines without a name are left out."""
        found = []
        for number in range(1, MOST_PARTS + 1):
            name = self.cleaned_data.get(f"name-{number}", "").strip()
            size = self.cleaned_data.get(f"size-{number}", "").strip()
            if name:
                found.append({"name": name, **({"size": size} if size else {})})
        return found
