"""Every field says what becomes of it when a person's data is scrubbed, and every act says who did it."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

# A moment that no person brings about, or whose person is already elsewhere in the row. Each with its reason.
WITHOUT_BY = {
    "accounts.User.joined_at": "the person's own doing: the row is they",
    "accounts.Invitation.expires_at": "the clock's doing",
    "library.Edition.imported_at": "a command's doing, run by whoever holds the machine: no person of ours",
    "matching.Allocation.finished_at": "the worker's doing: who asked for the plan is in the row",
    "matching.Allocation.heartbeat_at": "the worker's doing",
    "matching.Allocation.started_at": "the worker's doing",
    "remuneration.ApprovalLink.expires_at": "the clock's doing",
    "remuneration.ApprovalLink.used_at": "by whoever holds the link: its payer, who needs no account",
    "workshops.Invitation.expires_at": "the clock's doing",
    "workshops.Invitation.used_at": "by whoever holds the link, who needs no account",
    "reviews.Offer.first_meeting_at": "an appointment, said in the offer, which has its own people",
}


def without_by(found: Iterable[type[models.Model]]) -> list[str]:
    """Moments (`_at`) without the person beside them (`_by`)."""
    missing = []
    for model in found:
        names = {field.name for field in model._meta.fields}
        moments = [field.name for field in model._meta.local_fields if isinstance(field, models.DateTimeField)]
        for name in moments:
            if name.endswith("_at") and f"{name[:-3]}_by" not in names:
                missing.append(f"{model._meta.label}.{name}")
    return missing


def unclassified(model: type[models.Model]) -> str:
    """What is wrong with a model's Privacy, or nothing: its sets hold every field, each once."""
    privacy = vars(model).get("Privacy")
    if privacy is None:
        return f"{model._meta.label} has no class Privacy"
    fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    sets = [set(getattr(privacy, kind, ())) for kind in ("keep", "scrub", "aggregate_only")]
    sorted_in = set().union(*sets)
    twice = {name for name in sorted_in if sum(name in kind for kind in sets) > 1}
    problems = {"forgets": fields - sorted_in, "names, but has no": sorted_in - fields, "sorts twice": twice}
    said = [f"{what} {', '.join(sorted(names))}" for what, names in problems.items() if names]
    return f"{model._meta.label} {'; '.join(said)}" if said else ""


def our_models() -> list[type[models.Model]]:
    found = [
        model
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.startswith("lantern.") and not model._meta.proxy
    ]
    assert found
    return found


def test_every_moment_has_its_person():
    assert sorted(without_by(our_models())) == sorted(WITHOUT_BY)


def test_every_field_is_kept_scrubbed_or_only_counted():
    assert [problem for model in our_models() if (problem := unclassified(model))] == []


@isolate_apps("lantern.accounts")
def test_without_by_finds_the_lonely_moment():
    class Seat(models.Model):
        offered_at = models.DateTimeField()
        offered_by = models.CharField()
        taken_at = models.DateTimeField()
        looked_at = models.CharField()

        class Meta:
            app_label = "planted"

    assert without_by([Seat]) == ["planted.Seat.taken_at"]


@isolate_apps("lantern.accounts")
def test_unclassified_finds_what_is_forgotten_invented_or_sorted_twice():
    class Bare(models.Model):
        class Meta:
            app_label = "planted"

    class Seat(models.Model):
        fee = models.IntegerField()
        note = models.TextField()
        others = models.ManyToManyField(Bare)

        class Meta:
            app_label = "planted"

        class Privacy:
            keep = frozenset({"id", "fee"})
            scrub = frozenset({"fee", "colour"})

    class Good(models.Model):
        note = models.TextField()
        count = models.IntegerField()

        class Meta:
            app_label = "planted"

        class Privacy:
            keep = frozenset({"id"})
            scrub = {"note": "A note"}
            aggregate_only = frozenset({"count"})

    class Heir(Good):  # inherits the class, not the duty done
        class Meta:
            app_label = "planted"

    assert unclassified(Bare) == "planted.Bare has no class Privacy"
    assert unclassified(Seat) == "planted.Seat forgets note, others; names, but has no colour; sorts twice fee"
    assert unclassified(Good) == ""
    assert unclassified(Heir) == "planted.Heir has no class Privacy"
