"""Living figures as they were last counted."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from lantern.publishing.domain.living import Figure


def figures_shown(frozen: Mapping[str, Any] | None = None) -> dict[str, Figure]:
    """The figures by key: as frozen with a version, or else as last taken."""
    values = frozen if frozen is not None else figures_now()
    return {key: Figure.from_json(value) for key, value in values.items()}


def figures_now() -> dict[str, Any]:
    """Every figure as last taken, as JSON: what a version freezes."""
    return {taken.key: taken.value for taken in TakenFigure.objects.all()}


class TakenFigure(models.Model):
    """A figure of insight as it was last taken; pages show this one until they are frozen with a version."""

    key = models.CharField(max_length=60, unique=True)
    value = models.JSONField(help_text="As domain.living.Figure.as_json gives it.")
    taken_on = models.DateField()

    class Meta:
        ordering = ("key",)

    class Privacy:
        keep = frozenset({"id", "key", "value", "taken_on"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return self.key
