"""Refusing, and the yes/no twin of a refusing rule."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404


class Refused(PermissionDenied):
    """This person may not do this. Uncaught, the answer is a 403 page that shows the sentence."""

    def __init__(self, code: str, sentence: str, subject: str = "") -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.subject = code, sentence, subject


class Hidden(Http404):
    """A real record that is not theirs: answered exactly as a wrong address, and recorded as a refusal."""

    def __init__(self, subject: str) -> None:
        super().__init__("not found")
        self.subject = subject


def permitted(check: Callable[..., None]) -> Callable[..., bool]:
    """Derives the yes/no twin of a rule that raises Refused, for showing or hiding a button."""

    @wraps(check)
    def can(*args: Any, **kwargs: Any) -> bool:
        try:
            check(*args, **kwargs)
        except Refused:
            return False
        return True

    return can
