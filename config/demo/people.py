"""Who lives in the demo world: organisations and the people who sign in for them. All invented."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.parties.models import Party, Role, User

PASSWORD = "relicgate-demo"  # noqa: S105  the demo's own, printed with the log-ins

Kind = Party.Kind


@dataclass(frozen=True)
class Organisation:
    """A party of the demo world; `serial` is the running part of its invented number."""

    key: str
    serial: int
    kind: str
    name: str
    name_en: str
    address: str = "示例市示例路一号"


ORGANISATIONS = (
    Organisation(
        "office",
        1,
        Kind.RELIC_OFFICE,
        "示例邻省文物进出境审核管理处",
        "Sample Review Office of the Neighbouring Province",
        "示例邻省示例市示例大街二号",
    ),
    Organisation(
        "zone",
        2,
        Kind.ZONE,
        "示例长春综合保税区",
        "Sample Changchun Comprehensive Bonded Zone",
        "示例长春综合保税区一号门",
    ),
    Organisation(
        "showroom",
        3,
        Kind.ENTERPRISE,
        "示例保税展厅运营公司",
        "Sample Showroom Operator",
        "示例长春市区示例展厅",
    ),
    Organisation("dealer1", 4, Kind.ENTERPRISE, "示例甲文物商店", "Sample Relic Shop A"),
    Organisation("dealer2", 5, Kind.ENTERPRISE, "示例乙拍卖公司", "Sample Auction House B"),
    Organisation("person", 6, Kind.PERSON, "丁示例", "Ding Shili"),
    Organisation("agent", 7, Kind.ENTERPRISE, "示例丙代理公司", "Sample Agency C"),
    Organisation("customs_air", 8, Kind.CUSTOMS, "示例空港海关", "Sample Airport Customs"),
    Organisation("customs_sea", 9, Kind.CUSTOMS, "示例海港海关", "Sample Seaport Customs"),
    Organisation("customs_land", 10, Kind.CUSTOMS, "示例公路口岸海关", "Sample Road Customs"),
    Organisation("culture", 11, Kind.CULTURE, "示例省文化主管部门", "Sample Culture Authority"),
    Organisation("tax", 12, Kind.TAX, "示例税务机关", "Sample Tax Authority"),
)


@dataclass(frozen=True)
class Persona:
    """A person of the demo world, whom a visitor may sign in as."""

    username: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    title: str | Promise = ""

    @property
    def role(self) -> str:
        """What the person does, in the reader's language, and in which way where that differs."""
        word = _("、").join(str(Role(role).label) for role in self.roles)
        return _("%(role)s（%(way)s）") % {"role": word, "way": self.title} if self.title else word


RESPONSIBLE = tuple(f"appraiser{place}" for place in range(1, 6))
SPECIALISTS = ("appraiser6", "appraiser7", "appraiser8")
SURNAMES = "钱孙李周吴郑冯陈"

PERSONAS = (
    Persona("dealer1", "甲示例", "dealer1", (Role.AGENT,)),
    Persona("dealer2", "乙示例", "dealer2", (Role.AGENT,)),
    Persona("person", "丁示例", "person", (Role.AGENT,), gettext_lazy("自然人")),
    Persona("agent", "丙示例", "agent", (Role.AGENT,), gettext_lazy("受托代理")),
    Persona("operator", "展示例", "showroom", (Role.OPERATOR,)),
    Persona("scheduler", "约示例", "office", (Role.SCHEDULER,)),
    Persona("intake", "受示例", "office", (Role.INTAKE,)),
    Persona("intake2", "理示例", "office", (Role.INTAKE,)),
    *(
        Persona(
            username,
            f"{surname}示例",
            "office",
            (Role.APPRAISER,),
            gettext_lazy("责任鉴定员") if username in RESPONSIBLE else "",
        )
        for username, surname in zip((*RESPONSIBLE, *SPECIALISTS), SURNAMES, strict=True)
    ),
    Persona("approver", "审示例", "office", (Role.APPROVER,)),
    Persona("issuer", "签示例", "office", (Role.ISSUER,)),
    Persona("customs", "关示例", "customs_air", (Role.CUSTOMS,)),
    Persona("customs2", "港示例", "customs_sea", (Role.CUSTOMS,)),
    Persona("customs3", "陆示例", "customs_land", (Role.CUSTOMS,)),
    Persona("culture", "文示例", "culture", (Role.CULTURE,)),
    Persona("tax", "税示例", "tax", (Role.TAX,)),
    Persona("zone", "区示例", "zone", (Role.VIEWER,)),
    Persona("administrator", "管示例", "office", (Role.ADMINISTRATOR,)),
)


def personas() -> list[dict[str, str]]:
    """The people one may sign in as, in order; only those that this database holds."""
    names = {each.key: each.name for each in ORGANISATIONS}
    known = set(
        User.objects.filter(
            username__in=[one.username for one in PERSONAS], is_active=True
        ).values_list("username", flat=True)
    )
    return [
        {
            "username": one.username,
            "name": one.name,
            "role": one.role,
            "organisation": names[one.organisation],
        }
        for one in PERSONAS
        if one.username in known
    ]
