"""The lists an office maintains: loaded, compared, put into force from a day (R-GEN-01)."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from approvals.parties.models import Party, Role
from approvals.record.models import TrailEntry
from approvals.record.refusals import NotAcceptable, NotAllowed
from relics.standards import artists, categories, materials
from relics.standards.lists import UnreadableList, difference, list_kind, read_list, shipped_rows
from relics.standards.queries import (
    rows_of,
    rule_set_called,
    rule_set_on,
    version_on,
    versions_on,
)
from relics.standards.services import load_list, put_into_force
from tests import factories

ARTISTS = "list,name,aliases,level,document,evidence,effective_from,effective_to\n"
EXAMPLE = (
    ARTISTS
    + "示例书画名单,示例齐,例白石|白石示例翁,all,示例〔2023〕0号,V2,2023-05-26,\n"
    + "示例书画名单,示例张,,representative,示例〔2023〕0号,V2,2023-05-26,\n"
)


class Desk:
    def __init__(self) -> None:
        self.party = factories.make_office().party
        self.clerk = factories.make_member(self.party, Role.INTAKE)
        self.approver = factories.make_member(self.party, Role.APPROVER)

    def load(self, key="artists", text=EXAMPLE, by=None):
        return load_list(
            key,
            text.encode(),
            filename="示例.csv",
            source="示例来源",
            party=self.party,
            by=by or self.clerk,
        )

    def force(self, version, days=0, by=None):
        return put_into_force(
            version,
            effective_from=timezone.localdate() + timedelta(days),
            reason="示例理由",
            party=self.party,
            by=by or self.approver,
        )


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Desk()


def names(found):
    return [(one.name, one.level, one.exact) for one in found]


def test_a_loaded_version_holds_nothing_until_it_is_put_into_force(desk):
    version = desk.load()
    assert (version.key, version_on("artists")) == ("artists.2", "artists.1")
    assert artists.restriction_of("示例齐") == []
    desk.force(version)
    assert version_on("artists") == "artists.2"
    assert names(artists.restriction_of("示例齐")) == [("示例齐", "all", True)]


def test_a_version_of_tomorrow_does_not_hold_today(desk):
    desk.force(desk.load(), days=1)
    tomorrow = timezone.localdate() + timedelta(1)
    assert (version_on("artists"), version_on("artists", tomorrow)) == ("artists.1", "artists.2")


def test_no_version_is_put_into_force_backwards(desk):
    with pytest.raises(NotAcceptable) as refused:
        desk.force(desk.load(), days=-1)
    assert refused.value.refusal.rule == "R-GEN-01"


def test_the_clerk_loads_and_only_the_approver_puts_into_force(desk):
    with pytest.raises(NotAllowed):
        desk.force(desk.load(), by=desk.clerk)


def test_the_zone_and_another_office_change_nothing(desk):
    zone = factories.make_party(Party.Kind.ZONE)
    outsider = factories.make_member(zone, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        desk.load(by=outsider)
    with pytest.raises(NotAllowed):
        load_list(
            "artists", EXAMPLE.encode(), filename="a.csv", source="示例", party=zone, by=outsider
        )


def test_versions_and_their_coming_into_force_are_never_changed(desk):
    held = desk.force(desk.load())
    for row in (held.version, held):
        with pytest.raises(ProgrammingError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(party=desk.party)


def test_loading_and_putting_into_force_stand_in_the_trail(desk):
    desk.force(desk.load())
    verbs = TrailEntry.objects.filter(chain=f"party:{desk.party.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["standards.load", "standards.commence"]


def test_the_difference_names_lines_added_removed_and_changed():
    kind = list_kind("artists")
    before = read_list(kind, EXAMPLE.encode())
    after = read_list(
        kind,
        (
            ARTISTS
            + "示例书画名单,示例齐,例白石,all,示例〔2023〕0号,V2,2023-05-26,\n"
            + "示例书画名单,示例李,,all,示例〔2023〕0号,V2,2023-05-26,\n"
        ).encode(),
    )
    told = difference(kind, before, after)
    assert [row["name"] for row in told.added] == ["示例李"]
    assert [row["name"] for row in told.removed] == ["示例张"]
    assert [
        (change.line["name"], [(column.name, old, new) for column, old, new in change.cells])
        for change in told.changed
    ] == [("示例齐", [("aliases", "例白石、白石示例翁", "例白石")])]


def test_every_fault_of_a_file_is_told_with_its_line():
    text = ARTISTS + "示例,示例甲,,some,示例,V2,2023-05-26,\n示例,,,all,示例,V2,5月,\n"
    with pytest.raises(UnreadableList) as refused:
        read_list(list_kind("artists"), text.encode())
    assert [fault.split("”")[0] for fault in refused.value.faults] == [
        "第 2 行“级别",
        "第 3 行“姓名",
        "第 3 行“施行日",
    ]


def test_a_file_without_a_needed_column_is_refused_by_its_name():
    with pytest.raises(UnreadableList) as refused:
        read_list(list_kind("artists"), b"list,name\n\xe7\xa4\xba,b\n")
    assert "施行日 (effective_from)" in refused.value.faults[0]


def test_toml_and_csv_with_chinese_headings_say_the_same():
    toml = (
        '[[row]]\nlist = "示例"\nname = "示例齐"\naliases = ["甲", "乙"]\nlevel = "all"\n'
        'document = "示例"\nevidence = "V2"\neffective_from = 2023-05-26\n'
    )
    table = "名单,姓名,别名,级别,文号,依据等级,施行日\n示例,示例齐,甲|乙,all,示例,V2,2023-05-26\n"
    kind = list_kind("artists")
    assert read_list(kind, toml.encode(), "a.toml") == read_list(kind, table.encode(), "a.csv")


@pytest.mark.parametrize(
    ("document", "since"),
    [("示例〔2013〕1号", "2023-05-26"), ("示例〔2001〕1号", "2023-05-26"), ("示例", "2013-02-04")],
)
def test_case_19_an_artist_on_the_repealed_and_the_new_list(document, since):
    """Only the list of 2023 is loaded; lines of the repealed lists are refused (R-STD-09)."""
    text = EXAMPLE + f"旧名单,示例齐,,representative,{document},V2,{since},\n"
    with pytest.raises(UnreadableList) as refused:
        read_list(list_kind("artists"), text.encode())
    assert refused.value.faults == [
        "第 4 行：2001 年和 2013 年的名单已由 2023 年名单废止，不予装入（R-STD-09）。"
    ]


def test_case_19_the_list_is_read_by_the_date_of_the_decision(desk):
    desk.force(desk.load())
    assert artists.restriction_of("示例齐", date(2023, 5, 25)) == []
    assert artists.restriction_of("示例齐", timezone.localdate())[0].level == "all"


@pytest.mark.parametrize(
    "written",
    ["例白石", "Li Baishi", "LI, BAISHI", "Baishi Li", "Lǐ Báishí", "例白石（款）", "傳 例白石"],
)
def test_an_artist_is_found_by_alias_in_every_script(desk, written):
    desk.force(desk.load())
    assert [one.name for one in artists.restriction_of(written)] == ["示例齐"]


def test_a_namesake_by_sound_is_marked_as_not_exact(desk):
    desk.force(desk.load())
    assert names(artists.restriction_of("李百石")) == [("示例齐", "all", False)]
    assert artists.restriction_of("例白") == []
    assert artists.restriction_of("") == []


def test_the_product_names_no_artist():
    assert shipped_rows("artists") == ()


def test_a_case_keeps_the_year_lines_it_pinned_and_the_command_reads_those_in_force(desk, tmp_path):
    table = (
        "年份,规则,效力,出处,依据等级,施行日\n"
        "1911,R-STD-02,prohibited,示例,V2,2007-01-01\n1955,R-STD-01,in_principle,示例,V2,2007-01-01\n"
    )
    held = desk.force(desk.load("year_lines", table))
    now = rule_set_on(timezone.localdate())
    assert (now.version, [line.year for line in now.lines]) == ("year_lines.2", [1911, 1955])
    assert now.effective_from == held.effective_from
    objects, said = tmp_path / "示例.csv", io.StringIO()
    objects.write_text("编号,年代\n1,1950\n", encoding="utf-8")
    call_command("judge", str(objects), stdout=io.StringIO(), stderr=said)
    assert said.getvalue().strip().endswith("year_lines.2")
    yesterday = rule_set_on(timezone.localdate() - timedelta(1))
    assert yesterday.version == "cn-exit-2007.1"
    for pinned, lines in (("cn-exit-2007.1", [1911, 1949, 1966]), ("year_lines.2", [1911, 1955])):
        assert [line.year for line in rule_set_called(pinned).lines] == lines
    with pytest.raises(KeyError):
        rule_set_called("never")


def test_a_pinned_version_of_any_list_can_be_read_again(desk):
    first = versions_on()["artists"]
    desk.force(desk.load())
    assert rows_of(first) == ()
    assert [row["name"] for row in rows_of("artists.2")] == ["示例齐", "示例张"]


def test_the_command_shows_the_difference_and_loads_nothing(desk, tmp_path, capsys):
    path = tmp_path / "示例.csv"
    path.write_text(EXAMPLE, encoding="utf-8")
    call_command("load_standard", "artists", str(path))
    assert [line[:2] for line in capsys.readouterr().out.splitlines()] == ["+ ", "+ "]
    assert version_on("artists") == "artists.1"


def test_the_command_loads_and_puts_into_force(desk, tmp_path):
    path = tmp_path / "示例.csv"
    path.write_text(EXAMPLE, encoding="utf-8")
    words = ["--office", desk.party.office.code, "--source", "示例"]
    since = ["--from", timezone.localdate().isoformat()]
    with pytest.raises(CommandError):
        call_command("load_standard", "artists", str(path), "--by", "nobody", *words)
    approver = desk.approver.username
    call_command("load_standard", "artists", str(path), "--by", approver, *words, *since)
    assert version_on("artists") == "artists.2"


@pytest.mark.django_db
def test_parts_18_to_31_are_in_force_from_april_2025():
    def parts(day):
        return [one.part for one in categories.parts_for(texture="jade", on=day)]

    assert parts(date(2025, 3, 31)) == ["01"]
    assert parts(date(2025, 4, 1)) == ["22", "31", "01"]
    assert [one.part for one in categories.parts_for("3.1")] == ["25", "01"]
    assert len(shipped_rows("gb33290")) == 31


@pytest.mark.django_db
def test_of_several_categories_the_strictest_stands_first():
    assert [(one.number, one.line) for one in categories.of("6")][:2] == [
        ("6.1", "always"),
        ("6.3", "always"),
    ]
    assert [one.number for one in categories.of("书法")] == ["3.1"]
    assert {one.evidence for one in categories.of("14")} == {"M"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("象牙雕人物", ["elephant"]),
        ("紫檀框象牙插屏", ["rosewood", "elephant"]),
        ("海象牙", ["walrus"]),
        ("犀角杯", ["rhinoceros"]),
        ("gold lacquer over tortoise shell", ["hawksbill"]),
        ("Dalbergia odorifera chair", ["rosewood"]),
        ("red coral beads", ["coral"]),
        ("walrus ivory", ["walrus"]),
        ("黄花梨圈椅", ["rosewood"]),
    ],
)
def test_listed_materials_are_found_in_chinese_english_and_latin(text, keys):
    assert [hit.key for hit in materials.cites_hits(text)] == keys


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "象牙白釉观音",
        "珊瑚红釉碗",
        "仿象牙",
        "玳瑁釉盏",
        "ivory-colored glaze",
        "ivory white porcelain",
        "coral red enamel",
        "imitation tortoiseshell",
        "faux ivory",
        "",
    ],
)
def test_a_colour_a_glaze_or_an_imitation_is_no_material(text):
    assert materials.cites_hits(text) == []


@pytest.mark.django_db
def test_case_22_an_ivory_inlay_is_found():
    (hit,) = materials.cites_hits("wood cabinet with ivory inlay")
    assert (hit.key, hit.word, hit.start, hit.evidence) == ("elephant", "ivory", 18, "M")
