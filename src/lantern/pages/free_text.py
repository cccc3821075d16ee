"""A box for free words that is not kept while it holds what could point to a review or a family."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms

from lantern.kit import case_detail

MOST_SHOWN = 6
# What config plugs in: names of agencies and words of the vocabularies that are safe; names of places that are not.
KNOWN: list[Callable[[], Collection[str]]] = []
PLACES: list[Callable[[], Collection[str]]] = []


def plug_words(known: Callable[[], Collection[str]], places: Callable[[], Collection[str]]) -> None:
    """Adds words that are safe in free text, and places that are not."""
    KNOWN.append(known)
    PLACES.append(places)


def detail_in(text: str) -> tuple[case_detail.Finding, ...]:
    """What in the text could point to a review or a family."""
    known = [word for source in KNOWN for word in source()]
    places = [word for source in PLACES for word in source()]
    return case_detail.find(text, known, places)


def listed(found: Collection[case_detail.Finding]) -> str:
    """What was found, each with what it is."""
    shown = [f"“{one.words}” {one.what.label}" for one in list(found)[:MOST_SHOWN]]
    more = f" and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
    return f"{'; '.join(shown)}{more}"


def said(found: Collection[case_detail.Finding]) -> str:
    """What was found, in a sentence for whoever wrote it."""
    return (
        f"This could point to a review or a family: {listed(found)}. Say it without. "
        "Nothing is kept until then, and nothing was sent anywhere."
    )


class FreeTextField(forms.CharField):
    """Free words, refused with what was found in them while they hold detail of a review."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4000)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = detail_in(text) if text else ()
        if found:
            raise forms.ValidationError(said(found))
        return text
