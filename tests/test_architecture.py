"""Rules between apps that import-linter's contracts in pyproject.toml cannot say."""

from collections.abc import Iterator

import grimp
import pytest

FLOORS = {"base", "unify", "protect", "collect", "analyze", "engage"}

# The road alone writes its tables, with fixed SQL; the fast loader of the benchmarks fills the same tables.
OPEN_DOORS = ("regulars.unify.road", "regulars.bench")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Imports that happen at run time: those under TYPE_CHECKING are left out."""
    return grimp.build_graph("regulars", exclude_type_checking_imports=True)


def app_of(module: str) -> str:
    """`regulars.base.jobs` for `regulars.base.jobs.models`; a module on top of the house stands for itself."""
    parts = module.split(".")
    return ".".join(parts[:3] if len(parts) > 2 and parts[1] in FLOORS else parts[:2])


def is_model(module: str) -> bool:
    return module == f"{app_of(module)}.models" or module.startswith(f"{app_of(module)}.models.")


def uses_of_foreign_models(graph: grimp.ImportGraph) -> Iterator[str]:
    for model in sorted(filter(is_model, graph.modules)):
        for importer in sorted(graph.find_modules_that_directly_import(model)):
            if app_of(importer) != app_of(model) and not importer.startswith(OPEN_DOORS):
                yield f"{importer} imports {model}"


def test_apps_reach_each_other_through_queries_and_services_not_models(graph: grimp.ImportGraph) -> None:
    assert list(uses_of_foreign_models(graph)) == []


def test_foreign_models_are_noticed() -> None:
    graph = grimp.ImportGraph()
    graph.add_import(importer="regulars.unify.orders.queries", imported="regulars.unify.facts.models.source")
    graph.add_import(importer="regulars.unify.facts.queries", imported="regulars.unify.facts.models.source")
    graph.add_import(importer="regulars.unify.road.store", imported="regulars.unify.facts.models.source")

    uses = list(uses_of_foreign_models(graph))

    assert uses == ["regulars.unify.orders.queries imports regulars.unify.facts.models.source"]
