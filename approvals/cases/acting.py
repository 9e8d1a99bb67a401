"""What every page with several forms does alike: find the act, do it, show what was refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from approvals.parties.models import User
from approvals.record.refusals import Refused

Said = str | Promise | None


@dataclass
class Act:
    """One officer's act on a subject, and the form that did not pass if one did not."""

    request: HttpRequest
    subject: Any = None
    faulty: forms.BaseForm | None = None
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def passes(self, form: forms.BaseForm) -> bool:
        """Whether the form is valid; if not it is shown again with its errors."""
        if form.is_valid():
            return True
        self.faulty = form
        return False

    def shown(self, fresh: forms.BaseForm) -> forms.BaseForm:
        """The form to show: the faulty one where it is of that kind."""
        same = self.faulty is not None and type(self.faulty) is type(fresh)
        return self.faulty if same and self.faulty is not None else fresh


def answer(
    act: Act,
    verbs: Mapping[str, Callable[[Act], Said]],
    page: Callable[..., HttpResponse],
) -> HttpResponse:
    """The page, or the verb that the form names by `act` and the way back to the page."""
    if act.request.method == "GET":
        return page(act)
    do = verbs.get(act.request.POST.get("act", ""))
    if do is None:
        return page(act, status=422)
    try:
        said = do(act)
    except Refused as error:
        return page(act, refusal=error.refusal, status=error.status)
    except ValidationError as error:
        if act.faulty is None:
            raise
        act.faulty.add_error(None, error)
        said = None
    if said is None:
        return page(act, status=422)
    messages.success(act.request, str(said))
    return redirect(act.request.path)
