"""No file imports itself by way of others, inside functions neither."""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def test_no_circle_of_imports():
    graph = grimp.build_graph(
        "clinic",
        "pages",
        "booking",
        "newsletter",
        exclude_type_checking_imports=True,
        cache_dir=None,
    )
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" ← ".join(error.args[1]))
