"""Which procedures there are, by key. Rooms register theirs when the application is ready.

Apart from `procedures.py`, so that the tables can ask for a procedure without knowing its type.
"""

from typing import Any

AGAIN = ("absent", "left", "returned", "voided", "registered", "referred")
"""Outcomes after which an object may be applied for anew."""

_procedures: dict[str, Any] = {}


def register_procedure(procedure: Any) -> Any:
    """Add a procedure; called by its room when the application is ready."""
    known = _procedures.setdefault(procedure.key, procedure)
    if type(known) is not type(procedure):
        raise ValueError(f"two procedures are called {procedure.key!r}")
    return known


def procedure_of(key: str) -> Any:
    """The registered `Procedure`; KeyError for a key that nobody registered."""
    return _procedures[key]


def all_procedures() -> list[Any]:
    """Every procedure, by the letter of its form."""
    return sorted(_procedures.values(), key=lambda one: (one.form, one.key))


def permit_kinds() -> set[str]:
    """The kinds of paper that customs may release objects on (R-EXIT-08)."""
    return {one.permit_kind for one in _procedures.values() if one.permit_kind}
