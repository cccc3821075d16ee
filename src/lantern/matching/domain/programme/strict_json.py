"""Reading JSON strictly: nothing repeated, nothing unknown, nothing that is no number; each problem as a sentence."""

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

Read = Callable[[Any], Any]
Kind = TypeVar("Kind", bound=StrEnum)

MOST_DAYS = 10_000
MOST_SAID = 50


class NotAnInstance(ValueError):
    """The text is no programme (or no result). `problems` says in words everything that is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(problems) - MOST_SAID
        super().__init__("\n".join([*problems[:MOST_SAID], *([f"... and {more:,} more."] if more > 0 else [])]))


class Wrong(ValueError):
    """One value is wrong; the text goes on from its name: "must be ..."."""


# Single values


def name_of(value: object) -> str:
    """What a value is, for a sentence; long ones are cut."""
    text = json.dumps(value) if not isinstance(value, float) or math.isfinite(value) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Wrong(f"must be text that is not empty, not {name_of(value)}")
    return value


def words(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(f"must be text, not {name_of(value)}")
    return value


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {name_of(value)}")
    return value


def whole(least: int, most: int) -> Read:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Wrong(f"must be a whole number from {least} to {most}, not {_number(value)}")
        return value

    return read


def _number(value: object) -> str:
    # json.dumps of a number with thousands of digits is refused by Python itself.
    huge = isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**30
    return "a number far beyond that" if huge else name_of(value)


def days(value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= MOST_DAYS or value * 2 % 1:  # not-a-number fails every comparison
        raise Wrong(f"must be whole or half days from 0 to {MOST_DAYS}, not {_number(value)}")
    return float(value)


def day(value: Any) -> date:
    try:
        if not isinstance(value, str) or len(value) != len("2026-11-24"):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Wrong(f'must be a date like "2026-11-24", not {name_of(value)}') from None


def one_of(kinds: type[Kind]) -> Callable[[Any], Kind]:
    def read(value: Any) -> Kind:
        try:
            if isinstance(value, str):
                return kinds(value)
        except ValueError:
            pass
        raise Wrong(f"must be one of {', '.join(kinds)}, not {name_of(value)}")

    return read


def maybe(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def listed(read: Read) -> Read:
    """Each only once, in the order written."""

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"must be a list, not {name_of(value)}")
        found = tuple(read(each) for each in value)
        if twice := [each for each, times in Counter(found).items() if times > 1]:
            raise Wrong(f"has {name_of(twice[0])} twice")
        return found

    return read_all


def mapped(read: Read) -> Read:
    def read_all(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Wrong(f"must be an object, not {name_of(value)}")
        return {text(key): read(each) for key, each in value.items()}

    return read_all


# Objects: the key, where it goes, how it is read; a key that is not needed may be left out


@dataclass(frozen=True)
class Key:
    name: str
    field: str
    read: Read
    needed: bool = False


@dataclass(frozen=True)
class Form:
    """One kind of object: what it is called, its keys, and what is made of it."""

    what: str
    keys: tuple[Key, ...]
    make: Callable[..., Any]


def parse(written: str | bytes) -> Any:
    """JSON without its loopholes: no repeated keys, no NaN. Raises NotAnInstance."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
            raise Wrong(f"the key {name_of(twice)} stands twice in one object")
        return found

    def no_number(constant: str) -> NoReturn:
        raise Wrong(f"{constant} is not a number")

    try:
        plain = written.decode("utf-8-sig") if isinstance(written, bytes) else written
        return json.loads(plain, object_pairs_hook=once, parse_constant=no_number)
    except UnicodeDecodeError:
        raise NotAnInstance(["The file is not text in UTF-8."]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotAnInstance([f"The file is not JSON: {error.msg} at {where}."]) from None
    except Wrong as error:
        raise NotAnInstance([f"The file cannot be read: {error}."]) from None
    except ValueError:  # Python reads no number of more than some thousand digits
        raise NotAnInstance(["The file cannot be read: a number in it is far too long."]) from None
    except RecursionError:
        raise NotAnInstance(["The file cannot be read: its lists stand too deep inside each other."]) from None


def unknown_keys(where: str, value: dict[str, Any], known: Sequence[str]) -> list[str]:
    return [
        f"{where} has the key {name_of(key)}, which is not known; known are {', '.join(known)}."
        for key in sorted(set(value) - set(known))
    ]


def read_object(value: Any, form: Form, where: str, problems: list[str]) -> dict[str, Any] | None:
    """The fields of one object, or None where something is wrong with it; that is added to `problems`."""
    if not isinstance(value, dict):
        problems.append(f"{where} must be an object, not {name_of(value)}.")
        return None
    before = len(problems)
    names = [key.name for key in form.keys]
    problems += unknown_keys(where, value, names)
    found = {}
    for key in form.keys:
        if key.name in value:
            try:
                found[key.field] = key.read(value[key.name])
            except Wrong as wrong:
                problems.append(f"{where}: {key.name} {wrong}.")
        elif key.needed:
            problems.append(f"{where} lacks {key.name}.")
    return found if len(problems) == before else None


def read_list(
    value: Any, form: Form, where: str, problems: list[str], key: str = ""
) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a list that can be read, each with the words for where it stands. `key` is its own name."""
    if not isinstance(value, list):
        problems.append(f"{where}{key and ': '}{key} must be a list, not {name_of(value)}.")
        return []
    found = []
    for at, each in enumerate(value, start=1):
        ident = each.get("id") if isinstance(each, dict) else None
        here = f"{where}, {form.what} {at}" + (f" ({name_of(ident)})" if isinstance(ident, str) else "")
        fields = read_object(each, form, here, problems)
        if fields is not None:
            found.append((here, fields))
    return found
