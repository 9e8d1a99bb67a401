"""The kinds of paper 证照种类: a new kind is one dataclass and one template."""

from dataclasses import dataclass

from approvals.record.language import reads_chinese


class UnknownKind(LookupError):
    """No room has registered a kind of this key."""


@dataclass(frozen=True)
class CertificateKind:
    """A kind of paper 证照种类.

    `number_required` says that the paper bears its title only with a number of the competent
    authority's own series, which is stored and never invented (R-EXIT-19). Without it the
    paper is called by `unnumbered_zh` and `unnumbered_en`; where these are empty nothing is
    issued. `requires` names the keys of the snapshot that must be filled for this kind.
    `recipients` are the authorities that are told when such a paper is issued or revoked.
    `office_only` papers are the office's own affair: the applicant's side never learns of them.
    """

    key: str
    title_zh: str
    title_en: str
    template: str
    number_required: bool = False
    unnumbered_zh: str = ""
    unnumbered_en: str = ""
    requires: tuple[str, ...] = ()
    schema: str = "paper-1"
    recipients: tuple[str, ...] = ()
    office_only: bool = False

    @property
    def title(self) -> str:
        """What the paper is called on a page, in the reader's language."""
        return self.title_zh if reads_chinese() else self.title_en


_kinds: dict[str, CertificateKind] = {}


def register_kind(kind: CertificateKind) -> CertificateKind:
    """Add a kind; the same key may be registered again only with the same content."""
    known = _kinds.setdefault(kind.key, kind)
    if known != kind:
        raise ValueError(f"two kinds of paper are called {kind.key!r}")
    return known


def kind_of(key: str) -> CertificateKind:
    """Return the registered kind, or raise `UnknownKind`."""
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(key) from None


def office_only_kinds() -> list[str]:
    """The keys of the kinds that the applicant's side never sees."""
    return sorted(kind.key for kind in _kinds.values() if kind.office_only)
