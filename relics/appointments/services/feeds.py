"""Making and revoking a private calendar address."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from approvals.parties.models import Office, Role, User
from approvals.record.refusals import NotAllowed
from approvals.record.services import write_trail
from relics.appointments.models import CalendarFeed

from .rights import acting_officer

OFFICERS = (Role.SCHEDULER, Role.INTAKE, Role.APPRAISER, Role.APPROVER, Role.ISSUER)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_feed(office: Office, *, by: User, whole_office: bool = False) -> tuple[CalendarFeed, str]:
    """A new secret address of one's own sessions, or of the office's (by a scheduler).

    Returns the feed and its secret, which is shown once and kept nowhere.
    """
    officer = acting_officer(by, office, (Role.SCHEDULER,) if whole_office else OFFICERS)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        office=office,
        person=None if whole_office else by,
        digest=digest_of(secret),
        made_by=by,
    )
    _write(feed, "feed.make", by, officer.name)
    return feed, secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: User) -> CalendarFeed:
    """The address answers no longer. By its person, or a scheduler of the office."""
    feed = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    own = feed.person_id == by.pk
    officer = acting_officer(by, feed.office, OFFICERS if own else (Role.SCHEDULER,))
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        _write(feed, "feed.revoke", by, officer.name)
    return feed


def feed_of(secret: str) -> CalendarFeed | None:
    """The living feed of a secret whose person still is an officer there, or None."""
    feed = (
        CalendarFeed.objects.filter(digest=digest_of(secret), revoked_at__isnull=True)
        .select_related("office__party", "person")
        .first()
    )
    if feed is None or feed.person is None:
        return feed
    try:
        acting_officer(feed.person, feed.office, OFFICERS)
    except NotAllowed:
        return None
    return feed


def _write(feed: CalendarFeed, verb: str, by: User, acting_for: str) -> None:
    write_trail(
        f"office:{feed.office_id}",
        verb,
        by=by,
        subject=f"feed:{feed.pk}",
        acting_for=acting_for,
    )
