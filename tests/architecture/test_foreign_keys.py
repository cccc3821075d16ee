"""Foreign keys point down the house, also where they are written as strings, which import-linter cannot see."""

import re
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.house import SOURCE, rows, texts

# "reviews.Review" in a field or a migration, "lantern.reviews.services" for an import by name, and the user model,
# which stands in accounts whatever the setting is called.
AS_STRING = re.compile(r"""["'](?P<app>[a-z_]+)\.[A-Z]\w*["']|["']lantern\.(?P<path>[a-z_]+)\.""")
USER_MODEL = re.compile(r"\b(AUTH_USER_MODEL|get_user_model)\b")


def may_know(home: str, other: str, order: Mapping[str, int]) -> bool:
    return home == other or order[home] < order[other]


def upward_relations(found: Iterable[type[models.Model]], order: Mapping[str, int]) -> list[str]:
    """Relations from a model to one in its own row or above, whichever way they were written."""
    wrong = []
    for model in found:
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            other = field.related_model and field.related_model._meta.app_label
            if other in order and not may_know(model._meta.app_label, other, order):
                wrong.append(f"{model._meta.label}.{field.name} points up to {other}")
    return wrong


def upward_strings(home: str, text: str, order: Mapping[str, int]) -> list[str]:
    """Strings in the source of context `home` that name a context in its own row or above."""
    named = [(match.group(0), match["app"] or match["path"]) for match in AS_STRING.finditer(text)]
    named += [(match.group(0), "accounts") for match in USER_MODEL.finditer(text)]
    return [string for string, other in named if other in order and not may_know(home, other, order)]


def test_relations_point_down():
    ours = [model for model in apps.get_models() if model.__module__.startswith("lantern.")]
    assert ours
    assert upward_relations(ours, rows()) == []


def test_strings_in_the_source_point_down():
    wrong = {}
    for path, text in texts(".py").items():
        parts = path.split("/")
        if path.startswith("src/lantern/") and parts[2] in rows():
            wrong[path] = upward_strings(parts[2], text, rows())
    assert {path: found for path, found in wrong.items() if found} == {}


def test_an_app_is_labelled_as_its_folder():
    ours = {app.label: app.name for app in apps.get_app_configs() if app.name.startswith("lantern.")}
    assert ours == {label: f"lantern.{label}" for label in ours}
    with_models = {path.parent.name for path in SOURCE.glob("*/models*")}
    assert with_models <= set(ours)


ORDER = {"reviews": 0, "library": 1, "publishing": 1, "accounts": 2}


@isolate_apps("lantern.accounts")
def test_upward_relations_finds_a_string_a_sideways_key_and_a_many_to_many():
    class Review(models.Model):
        reader = models.ForeignKey("library.Report", models.CASCADE)

        class Meta:
            app_label = "reviews"

    class Report(models.Model):
        about = models.ForeignKey("reviews.Review", models.CASCADE, related_name="+")
        page = models.ForeignKey("publishing.Page", models.CASCADE, related_name="+")
        seen = models.ManyToManyField("reviews.Review", related_name="+")

        class Meta:
            app_label = "library"

    class Page(models.Model):
        class Meta:
            app_label = "publishing"

    assert upward_relations([Review, Report, Page], ORDER) == [
        "library.Report.about points up to reviews",
        "library.Report.page points up to publishing",
        "library.Report.seen points up to reviews",
    ]


def test_upward_strings_finds_a_key_an_import_by_name_and_the_user_model():
    text = """
        ForeignKey("reviews.Review"), ForeignKey('library.Report'), ForeignKey("accounts.User")
        import_string("lantern.publishing.services.write"), ForeignKey(settings.AUTH_USER_MODEL)
    """
    assert upward_strings("library", text, ORDER) == ['"reviews.Review"', '"lantern.publishing.']
    assert upward_strings("accounts", text, ORDER) == [
        '"reviews.Review"',
        "'library.Report'",
        '"lantern.publishing.',
    ]
    assert upward_strings("audit", text, {**ORDER, "audit": 3})[-1] == "AUTH_USER_MODEL"
