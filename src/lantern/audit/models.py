"""Append-only events. Rows are written by services.record and never changed."""

from typing import Any

from django.db import models


class Event(models.Model):
    """One act, one reading or one refusal: what, on which reference, by whom. Never a name, never free text.

    `actor` is a person's reference, "system", or "nobody" for someone not signed in. It is no foreign key, since the
    log must outlive the account.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, db_index=True)
    actor = models.CharField(max_length=20, db_index=True)
    detail = models.JSONField(default=dict)
    mark = models.CharField(max_length=64)

    class Meta:
        ordering = ("seq",)

    class Privacy:
        keep = frozenset({"id", "seq", "at", "name", "subject", "actor", "detail", "mark"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.seq} {self.name} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an event is never deleted")


class Head(models.Model):
    """The end of the chain, one row. Locking it puts the writers in a line, so no two events take the same place."""

    seq = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=64)

    class Privacy:
        keep = frozenset({"id", "seq", "mark"})
        scrub = frozenset[str]()

    def __str__(self) -> str:
        return f"{self.seq} {self.mark}"
