"""What every address of the site answers, and to whom: one row for each, and no row means no.

A row reads ``200 office, 403 side``: the first part that names a person counts, by role or by
group; whoever is not named gets 404, and a stranger is sent to sign in. The posts are empty.
`at` says which case or thing is asked for (see `tests/site_world.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

OFFICE = ("scheduler", "intake", "panel", "bench", "approver", "issuer")
SIDE = ("agent", "viewer")
AUTHORITIES = ("customs", "customs-elsewhere", "tax", "culture")
OUTSIDE = ("rival", "foreign", *AUTHORITIES, "operator", "administrator")
PEOPLE = (*SIDE, *OFFICE, *OUTSIDE)
EVERYBODY = ("stranger", *PEOPLE)
GROUPS = {
    "all": EVERYBODY,
    "people": PEOPLE,
    "side": SIDE,
    "office": OFFICE,
    "ports": ("customs", "customs-elsewhere"),
}
"""`panel` sits in the cases, `bench` is an appraiser of the office who does not; `foreign` holds
every role of another office, `rival` is another dealer's agent."""

TO_SIGN_IN = "/accounts/login/?next="


@dataclass(frozen=True)
class Row:
    """The answers of one address."""

    get: str
    post: str
    at: str = ""

    def named(self, method: str, who: str) -> int | None:
        """The status that the row names for the person, or None."""
        for part in (self.get if method == "GET" else self.post).split(", "):
            status, *names = part.split(" ")
            if any(who in GROUPS.get(name, (name,)) for name in names):
                return int(status)
        return None


NEVER = "405 all"
LOCKED = "405 people"
PUBLIC = Row("200 all", NEVER)
OWN = Row("200 people", "200 people")
AWAY = Row("302 all", "302 all")
NOT_HELD = Row("404 people", "404 people")
LIST = Row("200 people", LOCKED)
"""A list of what waits for the reader: empty for who has nothing to do there."""

SITE = {
    "home": Row("200 stranger operator administrator, 302 people", NEVER),
    "preferences": Row(NEVER, "302 all"),
    "healthz": PUBLIC,
    "source": PUBLIC,
    "source_archive": PUBLIC,
    "persona_login": Row(NEVER, "404 all"),
    "style_guide": Row("404 all", NEVER),
    "set_language": AWAY,
}
ACCOUNTS = {
    "account_login": Row("200 stranger, 302 people", "200 stranger, 302 people"),
    "account_logout": Row("302 stranger, 200 people", "302 all"),
    "account_inactive": PUBLIC,
    "account_signup": Row("200 stranger, 302 people", "200 stranger, 302 people"),
    "account_reauthenticate": Row("403 people", "403 people"),
    "account_email": Row("200 people", "302 people"),
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": Row("200 all", "404 all", "key"),
    "account_change_password": Row("302 people", "302 people"),
    "account_set_password": OWN,
    "account_reset_password": Row("200 all", "200 all"),
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": Row("200 all", "200 all", "reset"),
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_login_code": AWAY,
    "mfa_index": LIST,
    "mfa_authenticate": AWAY,
    "mfa_reauthenticate": Row("403 people", "403 people"),
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": NOT_HELD,
    "mfa_view_recovery_codes": Row("404 people", LOCKED),
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": NOT_HELD,
}
MACHINES = {
    "idp:oidc:configuration": PUBLIC,
    "idp:oidc:jwks": PUBLIC,
    "idp:oidc:authorization": Row("200 people", "302 all"),
    "idp:oidc:device_authorization": OWN,
    "idp:oidc:logout": Row("302 stranger, 200 people", "302 stranger, 200 people"),
    "idp:oidc:token": Row(NEVER, "400 all"),
    "idp:oidc:revoke": Row(NEVER, "400 all"),
    "idp:oidc:device_code": Row(NEVER, "400 all"),
    "idp:oidc:userinfo": Row("401 all", "401 all"),
}
ENGINE = {
    "certificates:public": Row("200 all", NEVER, "code"),
    "certificates:verify": Row("200 all", "200 all"),
    "certificates:download": Row("200 side office", LOCKED, "paper"),
    "cases:track": Row("200 all", "422 all"),
    "cases:inbox": LIST,
    "cases:take": Row(LOCKED, "302 intake, 403 side office", "turn"),
    "cases:release": Row(LOCKED, "302 intake, 403 side office", "turn"),
}
REGISTER = {
    "register:photo": Row("200 side office ports", LOCKED, "photo"),
    "register:thumb": Row("200 side office ports", LOCKED, "photo"),
}
SCHEDULE = {
    "appointments:schedule": Row("200 office foreign", LOCKED),
    "appointments:session_open": Row(LOCKED, "422 office foreign"),
    "appointments:session": Row("200 office", LOCKED, "session"),
    "appointments:session_staff": Row(LOCKED, "302 scheduler, 403 office", "session"),
    "appointments:session_close": Row(LOCKED, "302 scheduler, 403 office", "session"),
    "appointments:day": Row("200 office foreign", LOCKED, "day"),
}
APPLICANT = {
    "reviews:application_list": LIST,
    "reviews:application_new": Row("200 people", "422 people"),
    "reviews:application": Row("200 side", "405 side", "draft"),
    "reviews:particulars": Row("200 side", "302 agent, 403 viewer", "draft"),
    "reviews:check": Row("200 side", "405 side", "draft"),
    "reviews:submit": Row("405 side", "302 agent, 403 viewer", "draft"),
    "reviews:receipt": Row("200 side", "405 side", "submitted"),
    "reviews:object_list": Row("200 side", "405 side", "draft"),
    "reviews:object_new": Row("200 side", "422 side", "draft"),
    "reviews:objects_remove": Row("405 side", "302 agent, 403 viewer", "draft"),
    "reviews:object_pick": Row("200 side", "302 agent, 403 viewer", "draft"),
    "reviews:object_edit": Row("200 side", "422 side", "draft"),
    "reviews:photo_add": Row("405 side", "302 side", "draft"),
    "reviews:photo_remove": Row("405 side", "302 agent, 403 viewer", "draft"),
    "reviews:photo_archive": Row("200 side", "200 side", "draft"),
    "reviews:stand_ins": Row("405 side", "404 people", "draft"),
    "reviews:import": Row("200 side", "422 side", "draft"),
    "reviews:import_report": Row("302 side", "405 side", "draft"),
    "reviews:import_errors": Row("302 side", "405 side", "draft"),
    "reviews:import_apply": Row("405 side", "302 side", "draft"),
    "reviews:import_drop": Row("405 side", "302 side", "draft"),
    "reviews:import_undo": Row("405 side", "302 agent, 403 viewer", "import"),
    "reviews:import_template": LIST,
    "reviews:case": Row("200 side, 302 office", LOCKED, "appointed"),
    "reviews:booking": Row("200 side", "422 side", "submitted"),
    "reviews:booking_cancel": Row("405 side", "302 agent, 403 viewer", "booked"),
    "reviews:booking_calendar": Row("200 side", "405 side", "booked"),
    "reviews:correction": Row("200 side", "422 side", "corrected"),
    "reviews:withdraw": Row("200 side", "302 agent, 403 viewer", "submitted"),
}
DESK = {
    "reviews:intake_list": LIST,
    "reviews:examination_list": LIST,
    "reviews:decision_list": LIST,
    "reviews:issue_list": LIST,
    "reviews:desk_list": LIST,
    "reviews:mark_stock": Row("200 intake issuer foreign", "422 intake issuer foreign"),
    "reviews:session_worksheets": Row("200 office", LOCKED, "session"),
    "reviews:desk_case": Row("200 office", NEVER, "appraising"),
    "reviews:panel": Row("200 office", "422 office", "appraising"),
    "reviews:confirm": Row("200 office", "422 office", "booked"),
    "reviews:intake": Row("200 office", "422 office", "appointed"),
    "reviews:check_in": Row("200 office", "200 office", "accepted"),
    "reviews:found": Row("200 office", "422 office", "accepted"),
    "reviews:split": Row("200 office", "422 office", "accepted"),
    "reviews:worksheets": Row("200 office", NEVER, "appraising"),
    "reviews:examination": Row("200 office", NEVER, "appraising"),
    "reviews:finish": Row(NEVER, "302 panel, 409 bench, 403 office", "judged-by-one"),
    "reviews:examination_object": Row("200 office", "422 office", "appraising"),
    "reviews:decision": Row("200 office", "422 approver, 403 office", "judged"),
    "reviews:marks": Row("200 office", "422 intake, 403 office", "decided"),
    "reviews:issue": Row("200 office", "302 issuer, 403 office", "labelled"),
    "reviews:papers": Row("200 office", NEVER, "issued"),
    "reviews:revoke": Row("200 office", "422 office", "issued"),
    "reviews:hand_back": Row("200 office", "422 office", "issued"),
}
GATE = {
    "reviews:gate": Row("200 ports, 403 people", LOCKED),
    "reviews:gate_release": Row(LOCKED, "422 ports, 403 people"),
    "reviews:gate_mark": Row(LOCKED, "422 ports, 403 people", "mark"),
}
OF_LIBRARIES = {**ACCOUNTS, **MACHINES}
"""Addresses that know people but no roles; three people and a stranger stand for all there."""

SOME = ("stranger", "agent", "intake", "administrator")

ADDRESSES = {
    **SITE,
    **OF_LIBRARIES,
    **ENGINE,
    **REGISTER,
    **SCHEDULE,
    **APPLICANT,
    **DESK,
    **GATE,
}
ADMINISTRATION = "admin/"
"""Its tables are walked by `tests/config/test_admin.py`; here only who gets past its door."""

FOR_SYSTEMS = {
    "api/v1/": "tests/approvals/exchange/test_api.py asks these, with and without credentials",
}


def walk(patterns: Any = None, route: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site: its pattern, and its name with its namespace."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, f"{name}{one.name or ''}"
        else:
            inner = f"{name}{one.namespace}:" if one.namespace else name
            yield from walk(one.url_patterns, here, inner)
