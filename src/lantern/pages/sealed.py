"""An attribute of a model whose text is kept sealed for its own place (decision 0019)."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models


class Sealed(property):
    """`words = Sealed()` keeps its text in the column `words_sealed`; "" stays "".

    It opens in one place only, `table.words.REF`. `refs` lead from a row to the references that make the place its own:
    another's, where the row has none ("seat.ref"), or one more, where a row is one person's ("ref", "written_by.ref").
    Once words are sealed, none of these may change. Reading raises CannotOpen.
    """

    def __init__(self, *refs: str) -> None:
        super().__init__(self._read, self._write)  # a property, so that a model takes it by name when it is made
        self.refs = refs or ("ref",)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.column = f"{name}_sealed"

    def place(self, row: models.Model) -> str:
        found = (reduce(getattr, path.split("."), row) for path in self.refs)
        return ".".join((row._meta.db_table, self.name, *map(str, found)))

    def _read(self, row: models.Model) -> str:
        sealed = getattr(row, self.column)
        return settings.LANTERN_FIELD_KEYS.open(sealed, self.place(row)) if sealed else ""

    def _write(self, row: models.Model, text: str) -> None:
        sealed = settings.LANTERN_FIELD_KEYS.seal(text, self.place(row)) if text else ""
        setattr(row, self.column, sealed)


def sealed_of(model: type[models.Model]) -> Iterator[Sealed]:
    """What a model keeps sealed, whatever class it has it from."""
    named: dict[str, Any] = {}
    for ancestor in model.__mro__:
        named = {**vars(ancestor), **named}
    return (found for found in named.values() if isinstance(found, Sealed))


def everything_sealed() -> Iterator[tuple[type[models.Model], Sealed]]:
    for model in apps.get_models():
        for field in sealed_of(model):
            yield model, field
