"""A refusal stands in the audit although what was refused is rolled back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction

from lantern.audit import public as audit
from lantern.mentoring.domain.refusals import NotYet

T = TypeVar("T")


def stands_in_the_audit(service: Callable[..., T]) -> Callable[..., T]:
    """Records a NotYet of the service. Stands outside its transaction, as the middleware does for Refused."""

    @wraps(service)
    def wrapper(**given: Any) -> T:
        try:
            return service(**given)
        except NotYet as problem:
            with transaction.atomic():
                audit.record("mentoring.refused", problem.subject, given["by"], code=problem.code, act=service.__name__)
            raise

    return wrapper
