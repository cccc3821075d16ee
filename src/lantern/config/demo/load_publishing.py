"""The public site of the demonstration."""

from typing import Any

from lantern.publishing.public import make_site, take_figures


def load_publishing(by: Any) -> None:
    """Makes the public site and takes its figures."""
    make_site(by=by)
    take_figures(by=by)
