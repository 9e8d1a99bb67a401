"""Lists that an office keeps: what a version changes is read first, and nothing is deleted."""

import io
import zipfile

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from openpyxl import Workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from approvals.parties.models import Role
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed
from relics.watchlists.differences import difference_of
from relics.watchlists.models import Candidate, ListCheck, ListedObject
from relics.watchlists.services import (
    create_list,
    drop_version,
    put_in_force,
    recheck_all,
    upload_version,
)
from relics.watchlists.tasks import follow
from tests import comparing, factories, watching

pytestmark = pytest.mark.django_db
HEAD = "条目编号,名称,款识,尺寸,年代,状态"
FIRST = f"{HEAD}\nA-1,示例香炉,,高8厘米,18世纪,\nA-2,示例铜镜,示例铭,,公元前300年,追索中\n"
SECOND = f"{HEAD}\nA-1,示例香炉,,高9厘米,18世纪,\nA-3,示例玉璧,,,,\n"


def own_list(watch):
    return create_list(
        code="shili-own",
        name="示例被盗文物名录",
        source="示例公安机关",
        issuer="chinese",
        basis="stolen",
        effective_from=factories.LONG_AGO,
        office=watch.office,
        by=watch.clerk,
    )


def sent(watch, watch_list, text, photos=None):
    raw = io.BytesIO(text.encode("utf-8-sig") if isinstance(text, str) else text)
    return upload_version(watch_list, raw, filename="示例.csv", photos=photos, by=watch.clerk)


def zipped(**pictures):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, picture in pictures.items():
            archive.writestr(name.replace("_", "-") + ".jpg", picture.read())
    out.seek(0)
    return out


def test_an_entry_is_read_with_its_measures_years_and_standing(watch):
    put_in_force(sent(watch, own_list(watch), FIRST), by=watch.clerk)
    burner, mirror = ListedObject.objects.filter(watch_list__code="shili-own").order_by("key")
    assert (burner.measures, burner.year_from, burner.year_to) == ({"height_cm": "8"}, 1701, 1800)
    assert (mirror.mark_key, mirror.year_from, mirror.standing) == ("示例铭", -300, "listed")


def test_a_workbook_is_read_as_well(watch):
    book = Workbook()
    for line in FIRST.splitlines():
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    version = put_in_force(sent(watch, own_list(watch), out.getvalue()), by=watch.clerk)
    assert version.counts == {"new": 2, "changed": 0, "closed": 0, "same": 0}


def test_a_version_says_what_it_changes_and_closes_what_it_leaves_out(watch):
    watch_list = own_list(watch)
    put_in_force(sent(watch, watch_list, FIRST), by=watch.clerk)
    version = sent(watch, watch_list, SECOND)
    found = difference_of(version)
    assert found.counts == {"new": 1, "changed": 1, "closed": 1, "same": 0}
    told = [(one.label, one.before, one.after) for one in found.changes["A-1"]]
    assert told == [("尺寸", "高8厘米", "高9厘米"), ("量值", "高（厘米） 8", "高（厘米） 9")]
    assert ListedObject.objects.filter(watch_list=watch_list, until=None).count() == 2
    version = put_in_force(version, by=watch.clerk)
    rows = ListedObject.objects.filter(watch_list=watch_list).order_by("pk")
    kept = [(one.key, one.since.number, one.until and one.until.number) for one in rows]
    assert kept == [("A-1", 1, 2), ("A-2", 1, 2), ("A-3", 2, None), ("A-1", 2, None)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("名称,款识\n示例瓶,无\n", "缺少列：条目编号"),
        (f"{HEAD}\nA-1,示例瓶,,,,\nA-1,示例瓶,,,,\n", "第 3 行：条目编号“A-1”重复"),
        (f"{HEAD}\nA-1,示例瓶,,,,丢了\n", "第 2 行：状态须为"),
        (f"{HEAD}\n,示例瓶,,,,\n", "第 2 行：缺少条目编号"),
        (f"{HEAD}\nA-1,{'瓶' * 201},,,,\n", "“名称”超过 200 个字"),
        (b"%PDF-1.7", ""),
        (f"{HEAD}\n", "没有任何内容"),
    ],
)
def test_a_faulty_file_is_refused_with_its_lines(watch, text, fault):
    with pytest.raises(NotAcceptable) as refused:
        sent(watch, own_list(watch), text)
    assert refused.value.refusal.code == "listing_faulty"
    assert fault in str(refused.value)


def test_one_version_waits_at_a_time_and_a_dropped_one_is_done_with(watch):
    watch_list = own_list(watch)
    version = sent(watch, watch_list, FIRST)
    with pytest.raises(Conflict) as refused:
        sent(watch, watch_list, SECOND)
    assert refused.value.refusal.code == "version_waits"
    drop_version(version, by=watch.clerk)
    with pytest.raises(Conflict) as refused:
        put_in_force(version, by=watch.clerk)
    assert refused.value.refusal.code == "version_settled"
    assert put_in_force(sent(watch, watch_list, SECOND), by=watch.approver).number == 1


def test_only_the_office_that_keeps_the_list_changes_it(watch):
    watch_list = own_list(watch)
    other = factories.make_member(factories.make_office("示例另一机构").party, Role.INTAKE)
    version = sent(watch, watch_list, FIRST)
    for act in (put_in_force, drop_version):
        with pytest.raises(NotAllowed):
            act(version, by=other)
    with pytest.raises(NotAllowed):
        upload_version(watch_list, io.BytesIO(), filename="示例.csv", by=watch.agent)


def test_entries_are_closed_and_never_changed_or_deleted(watch):
    entry = watch.entry
    with pytest.raises(IntegrityError, match="listed_object_only_closed"), transaction.atomic():
        ListedObject.objects.filter(pk=entry.pk).update(name="示例改名")
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        ListedObject.objects.filter(pk=entry.pk)._raw_delete("default")


def test_a_new_version_checks_every_submitted_object_again_by_its_photographs_too(watch):
    draft = watching.make_thing(watch.dealer, watch.agent, number="示例-2", submitted_at=None)
    watch_list = own_list(watch)
    text = f"{HEAD}\nP 7,无题,,,,\n"
    version = put_in_force(
        sent(watch, watch_list, text, zipped(P_7_1=comparing.vessel())), by=watch.clerk
    )
    job = ProcrastinateJob.objects.get(task_name="watchlists.follow")
    assert job.args == {"version_id": version.pk}
    follow(version.pk)
    raised = Candidate.objects.get(entry__watch_list=watch_list)
    assert (raised.object, raised.office) == (watch.thing, watch.office)
    assert [one["signal"] for one in raised.reasons] == ["photo"]
    assert ListCheck.objects.get().by is None
    assert not draft.list_checks.exists()
    version.refresh_from_db()
    assert version.rechecked_at is not None


def test_a_recheck_goes_on_where_it_stopped_and_raises_nothing_twice(watch):
    for number in range(3):
        watching.make_thing(watch.dealer, watch.agent, number=f"示例-1{number}", photo=False)
    version = watch.watch_list.versions.get()
    assert recheck_all(version, most=2) == 2
    again = watch.watch_list.versions.get()
    assert (again.rechecked_at, recheck_all(again)) == (None, 2)
    follow(version.pk)
    assert ListCheck.objects.count() == 4
    assert Candidate.objects.count() == 4


def test_a_reworded_entry_keeps_its_photographs_and_is_asked_anew(watch):
    watch_list = own_list(watch)
    first = sent(watch, watch_list, f"{HEAD}\nP-7,无题,,,,\n", zipped(P_7=comparing.vessel()))
    follow(put_in_force(first, by=watch.clerk).pk)
    put_in_force(sent(watch, watch_list, f"{HEAD}\nP-7,示例无题,,,,\n"), by=watch.clerk)
    entry = ListedObject.objects.get(watch_list=watch_list, until=None)
    assert (entry.name, entry.photos.count()) == ("示例无题", 1)
