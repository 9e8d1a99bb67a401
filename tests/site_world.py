"""One world with a case at each stage, and a session for everybody who may ask for its pages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler, RequestFactory

from approvals.certificates.services import finish_certificate
from approvals.parties.models import Party, Role, User
from relics.register.importing import apply_import, read_import
from relics.register.models import Relation
from relics.register.photographs import draw_stand_in
from relics.register.relations import relate
from relics.reviews.models import Review
from relics.reviews.services import examination, intake
from tests import factories, reviewing

from .addresses import OFFICE, ROOMS, SIDE

DEALER = "示例机密文物商店"
TABLE = "名称,质地,尺寸,年代\n示例机密瓷瓶,瓷,高20厘米,1950年\n"


BY_A_SECRET = ("certificates:public", "appointments:feed")
"""Pages whose address is the secret: who has it may read numbers of cases, and no person."""


@dataclass
class Site:
    """Who may ask (a session key each), what for, and the words that only some may read."""

    sessions: dict[str, str]
    at: dict[str, dict[str, Any]]
    personal: list[str]
    numbers: list[str]

    def __post_init__(self) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def ask(self, method: str, url: str, who: str) -> HttpResponse:
        """The answer to `who`; nothing that the asking did is kept."""
        browser = RequestFactory()
        if key := self.sessions.get(who):
            browser.cookies[settings.SESSION_COOKIE_NAME] = key
        environ = browser.generic(method, url).environ
        with transaction.atomic():
            answer = self.handler(environ)
            transaction.set_rollback(True)
        return answer

    def secrets_for(self, who: str, name: str) -> list[str]:
        """What must not stand on the page `name` for this person."""
        told = (getattr(room, "TOLD", {}) for room in ROOMS)
        if who in (*SIDE, *OFFICE) or any(name in one.get(who, ()) for one in told):
            return []
        return self.personal if name in BY_A_SECRET else [*self.personal, *self.numbers]


def make_site() -> Site:
    world = reviewing.make_world()
    world.dealer.name = DEALER
    world.dealer.save()
    reviews = _reviews(world)
    sessions = {}
    for who, user in people_of(world).items():
        browser = Client()
        browser.force_login(user)
        sessions[who] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    numbers = [review.case.number for review in reviews.values() if review.case.number]
    assert len(numbers) == len(reviews) - 1, "all but the draft have a number"
    personal = ["机密", "示例携运人", "11010519491231002X"]
    at = _filled(world, reviews)
    for room in ROOMS:
        if places := getattr(room, "places", None):
            at |= places(world)
    return Site(sessions, at, personal, numbers)


def people_of(world: reviewing.World) -> dict[str, User]:
    other = factories.make_office("示例另一审核处")
    rest = (Role.INTAKE, Role.SCHEDULER, Role.APPROVER, Role.ISSUER)
    foreign = factories.make_appraiser(other).user
    people = {
        "agent": world.agent,
        "viewer": factories.make_member(world.dealer, Role.VIEWER),
        "scheduler": world.scheduler,
        "intake": world.clerk,
        "panel": world.appraisers[0].user,
        "bench": factories.make_appraiser(world.office).user,
        "approver": world.approver,
        "issuer": world.issuer,
        "customs": world.customs,
        "customs-elsewhere": factories.make_member(
            factories.make_port(other).customs, Role.CUSTOMS
        ),
        "rival": factories.make_member(factories.make_party(name="示例另一商店"), Role.AGENT),
        "foreign": factories.make_member(other.party, *rest, user=foreign),
    }
    kinds = {
        "tax": Party.Kind.TAX,
        "culture": Party.Kind.CULTURE,
        "operator": Party.Kind.ENTERPRISE,
        "administrator": Party.Kind.ZONE,
    }
    for name, kind in kinds.items():
        user = factories.make_user(is_staff=name == "administrator")
        people[name] = factories.make_member(factories.make_party(kind), Role(name), user=user)
    return people


def _reviews(world: reviewing.World) -> dict[str, Review]:
    pair = (world.new_object(), world.new_object())
    return {
        "draft": _draft(world),
        "submitted": reviewing.submitted(world),
        "booked": reviewing.booked(world),
        "appointed": reviewing.appointed(world),
        "corrected": _corrected(world),
        "accepted": reviewing.accepted(world),
        "appraising": reviewing.appraising(world),
        "judged-by-one": _judged_by_one(world),
        "judged": reviewing.judged(world),
        "decided": reviewing.decided(world),
        "labelled": reviewing.labelled(world),
        "issued": reviewing.issued(world, *pair, prohibit={2}),
    }


def _draft(world: reviewing.World) -> Review:
    """A draft that could be submitted, with an object from a table."""
    report = read_import(TABLE.encode(), "示例.csv", world.dealer)
    [thing] = apply_import(report, by=world.agent)
    draw_stand_in(thing, by=world.agent)
    return reviewing.drafted(world, thing)


def _related(world: reviewing.World, draft: Review) -> Relation:
    """The draft's object is one of a pair; no case holds the other."""
    [item] = draft.items.select_related("object")
    return relate(world.new_object(), item.object, kind="pair", by=world.agent)


def _corrected(world: reviewing.World) -> Review:
    review = reviewing.appointed(world)
    intake.send_correction(review, [intake.Point("示例：请补照片")], by=world.clerk)
    return reviewing.fresh(review)


def _judged_by_one(world: reviewing.World) -> Review:
    """The panel's first member has judged everything and has not said yet that it is done."""
    review = reviewing.appraising(world)
    sheets = {item.pk: reviewing.sheet() for item in review.items.all()}
    examination.file_opinions(review, sheets, no_conflict=True, by=world.appraisers[0].user)
    return review


def _filled(world: reviewing.World, reviews: dict[str, Review]) -> dict[str, dict[str, Any]]:
    """What stands in the addresses for the pattern's names, by the word in `Row.at`."""
    issued = reviews["issued"]
    permit = finish_certificate(issued.case.certificates.get(kind="exit_permit").pk)
    item = issued.items.order_by("sequence")[0]
    photo = item.object.photos.get()
    at: dict[str, dict[str, Any]] = {name: _of(review) for name, review in reviews.items()}
    at["issued"]["paper"] = permit.pk
    return at | {
        "code": {"code": permit.code},
        "day": {"day": world.session.date.isoformat()},
        "import": at["draft"] | {"batch": reviews["draft"].items.get().object.batch_id},
        "key": {"key": "unknown"},
        "mark": {"pk": item.mark.pk},
        "remark": at["issued"] | {"item": item.pk},
        "paper": {"pk": permit.pk},
        "photo": {"pk": photo.pk},
        "relation": at["draft"] | {"relation": _related(world, reviews["draft"]).pk},
        "procedure": {"key": "exit_review"},
        "reset": {"uidb36": "1", "key": "1-1"},
        "session": {"pk": world.session.pk},
        "turn": {"pk": reviews["appointed"].case_id, "node": "intake"},
    }


def _of(review: Review) -> dict[str, Any]:
    item = review.items.order_by("sequence")[0]
    return {"pk": review.case_id, "item": item.pk, "photo": item.object.photos.get().pk}
