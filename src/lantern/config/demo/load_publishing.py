"""The public site of the demonstration."""

from typing import Any

from lantern.publishing.services.editions import load_editions
from lantern.publishing.services.partners import load_partners


def load_publishing(by: Any) -> None:
    """Makes the public site with its first texts and its partners."""
    load_editions(by=by)
    load_partners(by=by)
