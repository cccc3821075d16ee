"""./lantern manage keys state | rotate"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction

from lantern.audit import public as audit
from lantern.config.sign_in import MfaAdapter
from lantern.kit.sealing import CannotOpen
from lantern.pages.sealed import Sealed, everything_sealed

SECOND_FACTOR = Authenticator._meta.db_table


def key_of(sealed: str) -> str:
    """The name of the key that sealed it."""
    return sealed.partition(":")[0]


def rotate() -> Iterator[tuple[str, bool]]:
    """Seals afresh what the first key on the ring did not seal. Yields its table and column, and whether it opened.

    Each row is one write, so whatever moment this stops at, every row opens with the keys on the ring, and starting
    again goes on from there. A row that does not open is left as it is.
    """
    for model, field in everything_sealed():
        yield from _rotate_column(model, field)
    yield from _rotate_second_factors()


def _rotate_column(model: type[models.Model], field: Sealed) -> Iterator[tuple[str, bool]]:
    rows = model._base_manager.exclude(**{field.column: ""})
    old = rows.exclude(**{f"{field.column}__startswith": f"{_newest()}:"}).values_list("pk", flat=True)
    for pk in list(old):
        row = rows.filter(pk=pk).first()
        if row is None:
            continue
        was = getattr(row, field.column)
        try:
            text = field.__get__(row)
        except CannotOpen:
            yield f"{model._meta.db_table}.{field.name}", False
            continue
        field.__set__(row, text)
        # Someone who wrote a new text meanwhile has sealed it herself: theirs stays.
        rows.filter(pk=pk, **{field.column: was}).update(**{field.column: getattr(row, field.column)})
        yield f"{model._meta.db_table}.{field.name}", True


def _rotate_second_factors() -> Iterator[tuple[str, bool]]:
    """What the sign-in library keeps: its own table, its secrets among other things in a JSON column."""
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if row is None or not (old := [one for one in _secrets(row.data) if key_of(one) != _newest()]):
                continue
            try:
                fresh = {one: MfaAdapter().encrypt(MfaAdapter().decrypt(one)) for one in old}
            except CannotOpen:
                opened = False
            else:
                opened = True
                row.data = {name: _renewed(value, fresh) for name, value in row.data.items()}
                row.save(update_fields=["data"])
        yield SECOND_FACTOR, opened


def _secrets(data: dict[str, Any]) -> list[str]:
    """The sealed texts in a second factor: an app's secret, the seed of recovery codes, codes taken over."""
    return [*filter(None, (data.get("secret"), data.get("seed"))), *data.get("migrated_codes", [])]


def _renewed(value: Any, fresh: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renewed(one, fresh) for one in value]
    return fresh.get(value, value) if isinstance(value, str) else value


def _newest() -> str:
    return settings.LANTERN_FIELD_KEYS.newest


def state() -> Counter[str]:
    """How many sealed texts stand under each key's name."""
    found: Counter[str] = Counter()
    for model, field in everything_sealed():
        rows = model._base_manager.exclude(**{field.column: ""}).values_list(field.column, flat=True)
        found.update(map(key_of, rows.iterator()))
    for data in Authenticator.objects.values_list("data", flat=True):
        found.update(map(key_of, _secrets(data)))
    return found


class Command(BaseCommand):
    help = "Says which keys sealed what, or seals everything afresh with the newest key."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("state", help="count the sealed texts under each key")
        verbs.add_parser(
            "rotate", help="seal everything with the first key of LANTERN_FIELD_KEYS; safe to stop and repeat"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        shut: Counter[str] = Counter()
        if options["verb"] == "rotate":
            turned: Counter[str] = Counter()
            with transaction.atomic():
                audit.record("config.keys_turning", _newest(), None)
            for where, opened in rotate():
                (turned if opened else shut)[where] += 1
            with transaction.atomic():
                audit.record("config.keys_turned", _newest(), None, turned=turned.total(), unopened=shut.total())
            for where, count in sorted(turned.items()):
                self.stdout.write(f"{where}: {count} sealed afresh")
        self._say_state()
        if shut:
            listed = ", ".join(f"{where} ({count})" for where, count in sorted(shut.items()))
            raise CommandError(
                f"Some rows do not open with any key on the ring and were left as they are: {listed}. They were moved "
                "or changed, or the key that sealed them is missing from LANTERN_FIELD_KEYS."
            )

    def _say_state(self) -> None:
        found = state()
        for name, _ in settings.LANTERN_FIELD_KEYS.keys:
            first = ", the newest" if name == _newest() else "" if found[name] else ": nothing here needs it any longer"
            self.stdout.write(f"key {name}: {found.pop(name, 0)} texts{first}")
        if found:
            self.stdout.write(f"keys that are not on the ring: {found.total()} texts")
