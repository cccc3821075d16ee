"""What import-linter cannot see: the public rule, and a contract about something that is not there."""

import grimp
import pytest

from tests.architecture.house import contracts, modules_of


def past_public(graph: grimp.ImportGraph, root: str) -> list[str]:
    """Imports past another context's public.py. config may import any; kit and pages have no inside."""
    found = []
    for importer in graph.modules:
        home = importer.removeprefix(f"{root}.").split(".")[0]
        if not importer.startswith(f"{root}.") or home == "config":
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            place = imported.removeprefix(f"{root}.").split(".")
            if not imported.startswith(f"{root}.") or place[0] in (home, "kit", "pages") or place[1:2] == ["public"]:
                continue
            found.append(f"{importer} imports {imported}")
    return sorted(found)


def missing(contract: dict, root: str, modules: set[str]) -> list[str]:
    """What a contract names and the tree does not have. A name may hold a * for any one part."""
    there = [module.split(".") for module in modules]

    def exists(expression: str) -> bool:
        parts = expression.split(".")
        return any(
            len(module) == len(parts) and all(want in ("*", part) for want, part in zip(parts, module, strict=True))
            for module in there
        )

    named = [name for name in contract.get("source_modules", ()) if name.startswith(root)]
    for container in contract.get("containers", ()):
        named.append(container)
        for layer in contract["layers"]:
            named += [f"{container}.{name}" for name, optional in modules_of(layer).items() if not optional]
    return sorted(name for name in named if not exists(name))


def built_but_optional(contract: dict, root: str, modules: set[str]) -> list[str]:
    """Contexts that stand in parentheses ("not built yet") though they are there."""
    optional = (name for layer in contract["layers"] for name, may_lack in modules_of(layer).items() if may_lack)
    return sorted(name for name in optional if f"{root}.{name}" in modules)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("lantern", cache_dir=None)


def test_another_context_is_reached_through_public_alone(graph):
    assert past_public(graph, "lantern") == []


def test_contracts_name_what_exists(graph):
    absent = {name: missing(contract, "lantern", graph.modules) for name, contract in contracts().items()}
    assert absent == {name: [] for name in contracts()}


def test_a_built_context_is_no_longer_optional(graph):
    assert built_but_optional(contracts()["rows"], "lantern", graph.modules) == []


def planted(*imports: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for importer, imported in imports:
        graph.add_module(importer)
        graph.add_module(imported)
        graph.add_import(importer=importer, imported=imported)
    return graph


def test_past_public_finds_each_way_round():
    graph = planted(
        ("house.reviews.services", "house.register.public"),
        ("house.reviews.services", "house.reviews.models"),
        ("house.reviews.domain.stages", "house.kit.clock"),
        ("house.config.urls", "house.register.views"),
        ("house.reviews.services", "django.db"),
        ("house.reviews.views", "house.register.selectors"),
        ("house.reviews.domain.needs", "house.register.domain.facets"),
        ("house.insight.views", "house.reviews"),
    )
    assert past_public(graph, "house") == [
        "house.insight.views imports house.reviews",
        "house.reviews.domain.needs imports house.register.domain.facets",
        "house.reviews.views imports house.register.selectors",
    ]


def test_missing_finds_a_layer_a_container_and_a_source():
    modules = {"house", "house.kit", "house.reviews", "house.reviews.domain"}
    layers = {"containers": ["house", "hut.*"], "layers": ["reviews | (lens)", "kit", "cellar"]}
    pure = {"source_modules": ["house.*.domain", "house.attic"]}
    assert missing({**layers, "containers": ["house"]}, "house", modules) == ["house.cellar"]
    assert missing({"containers": ["hut"], "layers": []}, "house", modules) == ["hut"]
    assert missing(pure, "house", modules) == ["house.attic"]


def test_built_but_optional_finds_the_parentheses_left_behind():
    contract = {"layers": ["(reviews) | (lens)", "kit"]}
    assert built_but_optional(contract, "house", {"house.reviews", "house.kit"}) == ["reviews"]
