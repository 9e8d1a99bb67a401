"""Every flow can be drawn, and its arrows lead to its own nodes."""

import pytest

from approvals.cases import engine
from approvals.cases.kinds import case_kinds
from approvals.cases.nodes import CaseFlow
from relics.entries.flows import EntryFlow


@pytest.mark.parametrize("key", [kind.key for kind in case_kinds()])
def test_a_flow_is_drawn_with_its_own_nodes_only(key):
    picture = engine.picture_of_kind(key)
    flow = engine.kind_of(key).flow
    ends = {node for edge in picture.edges for node in (edge.src, edge.dst)}
    assert {node.flow_class for node in ends} == {flow}


def test_a_flow_does_not_inherit_the_nodes_of_another():
    with pytest.raises(TypeError):
        type("Inherited", (EntryFlow,), {"__module__": __name__})
    assert issubclass(EntryFlow, CaseFlow)
