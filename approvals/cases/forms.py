"""What officers fill in about a case itself: an act to sign, a role to lend, an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Role, User

from .models import AdverseAct
from .services.delegations import LENDABLE, own_memberships

DAY = {"type": "date"}


class SigningForm(forms.Form):
    """Reason, ground and rights of an adverse act (R-GEN-10)."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 4}))
    ground = forms.CharField(
        label=_("法律依据"), help_text=_("每行一条。"), widget=forms.Textarea(attrs={"rows": 3})
    )
    rights = forms.CharField(label=_("权利告知"), widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def of(cls, act: AdverseAct) -> "SigningForm":
        return cls(
            initial={"reason": act.reason, "ground": "\n".join(act.ground), "rights": act.rights}
        )

    def clean_ground(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["ground"].splitlines() if line.strip()]


class DroppingForm(forms.Form):
    """Why a draft is not signed."""

    because = forms.CharField(label=_("不采用的理由"), widget=forms.Textarea(attrs={"rows": 2}))


class DelegationForm(forms.Form):
    """Which of one's own roles, to which colleague, on which days."""

    post = forms.ChoiceField(label=_("委托的职责"))
    to = forms.ModelChoiceField(label=_("代理人"), queryset=User.objects.none())
    valid_from = forms.DateField(label=_("起"), widget=forms.DateInput(attrs=DAY))
    valid_to = forms.DateField(label=_("止"), widget=forms.DateInput(attrs=DAY))
    reason = forms.CharField(label=_("事由"), max_length=200)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {
            f"{one.role}@{one.party_id}": one
            for one in own_memberships(user).filter(role__in=LENDABLE)
        }
        self._choice("post").choices = [
            (key, f"{Role(one.role).label} · {one.party}") for key, one in self.posts.items()
        ]
        parties = {one.party_id for one in self.posts.values()}
        colleagues = User.objects.filter(is_active=True, memberships__party__in=parties)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = colleagues.exclude(pk=user.pk).distinct().order_by("full_name")

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field
