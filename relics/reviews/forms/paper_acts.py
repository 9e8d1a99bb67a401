"""What an officer fills in to suspend, reinstate, revoke, correct or void a paper."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.certificates.services.amending import Correctable
from relics.reviews.papers.grounds import REVOCATION_GROUND, REVOCATION_GROUNDS
from relics.standards.citations import current

from .office import area


class PaperActForm(forms.Form):
    """Why a paper is suspended or stands again (R-GEN-12)."""

    ground = forms.CharField(label=_("事实与理由"), max_length=1000, widget=area())


def provisions() -> list[tuple[str, str]]:
    """The grounds to choose from, each as it stands today."""
    return [(key, current(key).text) for key in dict.fromkeys(REVOCATION_GROUNDS)]


class RevokeForm(PaperActForm):
    """Why and on which ground a paper is revoked (R-GEN-10, R-GEN-12)."""

    cited = forms.MultipleChoiceField(
        label=_("法律依据"),
        choices=provisions,
        initial=REVOCATION_GROUND,
        widget=forms.CheckboxSelectMultiple,
    )


class ReprintForm(PaperActForm):
    """Why a paper is void, and under which number it is printed again (R-EXIT-19)."""

    number = forms.CharField(
        label=_("重新制发的编号"),
        required=False,
        max_length=60,
        help_text=_("主管部门给出的新编号；作废件的编号不再使用，没有新编号就留空。"),
    )


class AmendForm(PaperActForm):
    """The places of a paper where a clerical error may stand, each with what it says now."""

    def __init__(self, *args: Any, places: Iterable[Correctable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = list(places)
        for place in self.places:
            field: forms.Field = forms.CharField(
                max_length=500, required=place.path.endswith(".name")
            )
            if place.path == "valid_until":
                field = forms.DateField(
                    required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
                )
            field.label, field.initial = str(place.label), place.value
            self.fields[place.path] = field

    def values(self) -> dict[str, str]:
        """The words at each place, as they were typed in."""
        return {
            place.path: str(self.cleaned_data[place.path] or "").strip() for place in self.places
        }

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The places as the page shows them: of the whole paper, of each party, of each object."""
        shown: dict[str, list[forms.BoundField]] = {}
        for place in self.places:
            shown.setdefault(place.group, []).append(self[place.path])
        return list(shown.items())
