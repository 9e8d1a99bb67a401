"""An office with a list of invented stolen objects, and a dealer's object before its officers."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from approvals.cases.models import Case
from approvals.parties.models import Office, Party, Role, User
from relics.register.models import Photo, RelicObject
from relics.register.photographs import add_photo, develop, fingerprint
from relics.watchlists.keys import key_of, mark_key_of
from relics.watchlists.models import (
    Candidate,
    Freeze,
    Instruction,
    ListedObject,
    ListedPhoto,
    ListVersion,
    WatchList,
)
from relics.watchlists.services import (
    check_object,
    freeze_object,
    judge_candidate,
    record_instruction,
    report_freeze,
)

from . import comparing, factories, registering

NAME, MARK = "示例缠枝莲纹双耳瓶", "示例堂制"


@dataclass
class Watch:
    """One office with its people, a dealer with its agent and object, and a list in force."""

    office: Office
    dealer: Party
    agent: User
    clerk: User
    second: User
    approver: User
    thing: RelicObject
    case: Case
    watch_list: WatchList
    entry: ListedObject


def make_watch() -> Watch:
    """A new office with its people; the object is like the list's only entry in every way."""
    office = factories.make_office("示例审核机构")
    dealer = factories.make_party(name="示例文物商店")
    return watch_of(
        office,
        dealer,
        factories.make_member(dealer, Role.AGENT),
        *(factories.make_member(office.party, Role.INTAKE) for _ in range(2)),
        factories.make_member(office.party, Role.APPROVER),
    )


def watch_of(
    office: Office,
    dealer: Party,
    agent: User,
    clerk: User,
    second: User,
    approver: User,
    **fields: Any,
) -> Watch:
    thing = make_thing(dealer, agent, **fields)
    watch_list = make_list(office, clerk)
    entry = make_entry(watch_list, photo=comparing.vessel())
    case = factories.make_case(office, applicant=dealer, created_by=agent)
    return Watch(office, dealer, agent, clerk, second, approver, thing, case, watch_list, entry)


def make_thing(owner: Party, agent: User, *, photo: bool = True, **fields: Any) -> RelicObject:
    values: dict[str, Any] = {
        "name": NAME,
        "inscriptions": f"底款：{MARK}",
        "height_cm": Decimal("23.5"),
        "diameter_cm": Decimal(11),
        "year_from": 1736,
        "year_to": 1795,
        "submitted_at": timezone.now(),
        **fields,
    }
    submitted = values.pop("submitted_at")
    thing = registering.make_object(owner, agent, **values)
    if photo:
        add_photo(thing, comparing.again(comparing.vessel()), by=agent, view=Photo.View.FRONT)
    RelicObject.objects.filter(pk=thing.pk).update(submitted_at=submitted)
    return RelicObject.objects.get(pk=thing.pk)


def make_list(office: Office, clerk: User, **fields: Any) -> WatchList:
    """A foreign government's list with a first version in force and no entries."""
    values: dict[str, Any] = {
        "code": f"shili-{WatchList.objects.count() + 1}",
        "name": "示例外国通报名录",
        "source": "示例国文化部",
        "issuer": WatchList.Issuer.FOREIGN,
        "basis": WatchList.Basis.NOTIFIED,
        "effective_from": factories.LONG_AGO,
        **fields,
    }
    watch_list = WatchList.objects.create(office=office, created_by=clerk, **values)
    ListVersion.objects.create(
        watch_list=watch_list,
        number=1,
        filename="示例.csv",
        sha256="0" * 64,
        uploaded_by=clerk,
        put_by=clerk,
        put_at=timezone.now(),
    )
    return watch_list


def make_entry(
    watch_list: WatchList, *, photo: io.BytesIO | None = None, **fields: Any
) -> ListedObject:
    values: dict[str, Any] = {
        "key": f"示例-{watch_list.entries.count() + 1}",
        "name": NAME,
        "inscriptions": MARK,
        "measures": {"height_cm": "23.6", "diameter_cm": "11.1"},
        "year_from": 1700,
        "year_to": 1800,
        **fields,
    }
    entry = ListedObject.objects.create(
        watch_list=watch_list,
        since=watch_list.versions.get(number=1),
        name_key=key_of(values["name"]),
        name_en_key=key_of(values.get("name_en", "")),
        mark_key=mark_key_of(values["inscriptions"]),
        **values,
    )
    if photo is not None:
        plate = develop(photo.read())
        kept = ListedPhoto(
            entry=entry,
            sha256=plate.sha256,
            fingerprint=fingerprint(plate.main),
            width=plate.width,
            height=plate.height,
        )
        kept.image.save(f"watchlists/{plate.sha256}.jpg", ContentFile(plate.main), save=False)
        kept.thumb.save(f"watchlists/{plate.sha256}-t.jpg", ContentFile(plate.thumb), save=False)
        kept.save()
    return entry


def candidate(watch: Watch) -> Candidate:
    """What the check of the office raises."""
    return check_object(watch.thing, by=watch.clerk, at_office=watch.office).candidates.get()


def judged(watch: Watch, *says: str) -> Candidate:
    """The candidate after the clerk, the second officer and the approver have said these."""
    found = candidate(watch)
    for word, officer in zip(says, (watch.clerk, watch.second, watch.approver), strict=False):
        judge_candidate(found, says=word, reason="示例理由", by=officer)
    return Candidate.objects.get(pk=found.pk)


def frozen(watch: Watch, ground: str = "illegal_holding", **more: Any) -> Freeze:
    return freeze_object(
        watch.thing,
        ground=ground,
        facts="示例事实",
        by=watch.clerk,
        second=watch.second,
        case=watch.case,
        **more,
    )


def reported(watch: Watch) -> Freeze:
    return report_freeze(frozen(watch), by=watch.approver)


def instructed(watch: Watch, outcome: str, number: str = "示例文号1") -> Freeze:
    freeze = reported(watch)
    instruct(freeze, outcome, number=number, by=watch.approver)
    return Freeze.objects.get(pk=freeze.pk)


def instruct(freeze: Freeze, outcome: str, *, by: User, number: str = "示例文号1") -> Instruction:
    return record_instruction(
        freeze,
        number=number,
        authority="示例主管机关",
        outcome=outcome,
        file=comparing.paper(),
        by=by,
    )
