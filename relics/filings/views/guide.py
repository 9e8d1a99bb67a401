"""The guide: three questions in the address, and the procedures that answer them."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from approvals.policies.queries import policy
from relics.filings.guide import AIMS, THINGS, WAYS, Procedure, procedures_for, purposes_for


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """For everybody; `thing`, `way` and `aim` in the address are the answers."""
    asked = {
        "thing": (_("是什么？"), THINGS),
        "way": (_("往哪里去？"), WAYS),
        "aim": (_("为了什么？"), AIMS),
    }
    said = {name: request.GET.get(name, "") for name in asked}
    known = all(said[name] in choices for name, (_title, choices) in asked.items())
    if said["thing"] == "unsure":
        known = True
    found = procedures_for(said["thing"], said["way"], said["aim"]) if known else []
    questions = [
        {"name": name, "title": title, "choices": choices.items(), "said": said[name]}
        for name, (title, choices) in asked.items()
    ]
    return render(
        request,
        "filings/guide.html",
        {
            "questions": questions,
            "found": [{"it": one, "url": _link(one, said), "note": _note(one)} for one in found],
        },
    )


def _link(one: Procedure, said: dict[str, str]) -> str:
    """Where the procedure begins; a new filing begins with the purposes that were answered."""
    try:
        url = reverse(one.url_name)
    except NoReverseMatch:
        return ""
    query = QueryDict(one.query, mutable=True)
    if one.url_name == "filings:new" and "purpose" not in query:
        query.setlist("purpose", purposes_for(said["way"], said["aim"]))
    return f"{url}?{query.urlencode()}" if query else url


def _note(one: Procedure) -> str:
    if one.key != "foreign_show":
        return ""
    days = policy("filings.foreign_show_days")
    return _("请至少提前 %(days)s 天申请（以主管部门要求为准）。") % {"days": days}
