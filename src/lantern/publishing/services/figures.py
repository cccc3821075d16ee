"""Taking the living figures anew."""

from collections.abc import Mapping

from django.db import transaction

from lantern.audit.public import Actor, record
from lantern.kit import clock
from lantern.publishing.domain.living import TITLES, Source
from lantern.publishing.models.figures import TakenFigure

_sources: list[Source] = []


def plug_figures(source: Source, titles: Mapping[str, str]) -> None:
    """Names where figures come from, and which there are. Called when the site starts."""
    if source not in _sources:
        _sources.append(source)
    TITLES.update(titles)


def take_figures(*, by: Actor | None) -> int:
    """Takes every figure anew and forgets those that are no longer counted. Answers how many there are."""
    figures = [figure for source in _sources for figure in source()]
    with transaction.atomic():
        for figure in figures:
            TakenFigure.objects.update_or_create(
                key=figure.key, defaults={"value": figure.as_json(), "taken_on": clock.today()}
            )
        TakenFigure.objects.exclude(key__in=[figure.key for figure in figures]).delete()
        record("publishing.figures_taken", "figures", by, figures=len(figures))
    return len(figures)
