"""What officers fill in about a case itself: an act to sign, a role to lend, an appeal."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Role, User

from .adverse import adverse_kind
from .models import AdverseAct, Appeal, Case
from .services.delegations import LENDABLE, own_memberships

DAY = {"type": "date"}


class SigningForm(forms.Form):
    """Reason, ground and rights of an adverse act (R-GEN-10)."""

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 4}))
    ground = forms.MultipleChoiceField(label=_("法律依据"), widget=forms.CheckboxSelectMultiple)
    rights = forms.CharField(label=_("权利告知"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, act: AdverseAct) -> None:
        drafted = {"reason": act.reason, "ground": act.ground, "rights": act.rights}
        super().__init__(data, initial=drafted)
        field = self.fields["ground"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one, one) for one in adverse_kind(act.kind).grounds_for(act)]


class DroppingForm(forms.Form):
    """Why a draft is not signed."""

    because = forms.CharField(label=_("不采用的理由"), widget=forms.Textarea(attrs={"rows": 2}))


class AppealForm(forms.Form):
    """A review or a suit as it reached the office, or what became of it (R-GEN-10)."""

    kind = forms.ChoiceField(label=_("途径"), choices=Appeal.Kind.choices)
    act = forms.ModelChoiceField(
        label=_("针对的决定"),
        queryset=AdverseAct.objects.none(),
        required=False,
        empty_label=_("其他决定或行为"),
    )
    filed_on = forms.DateField(label=_("提起日期"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    authority = forms.CharField(label=_("受理机关"), max_length=200)
    number = forms.CharField(label=_("案号"), max_length=100)
    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=Appeal.Outcome.choices,
        help_text=_("有结果时以同一案号另记一条，原记录保留。"),
    )
    note = forms.CharField(
        label=_("说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        field = self.fields["act"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = case.adverse_acts.filter(status=AdverseAct.Status.SIGNED)
        self.fields["act"].label_from_instance = _named  # type: ignore[attr-defined]


def _named(act: Model) -> str:
    assert isinstance(act, AdverseAct)
    return f"{adverse_kind(act.kind).title} {timezone.localdate(act.signed_at)}"


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
