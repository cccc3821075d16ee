"""manage publishing make-site | figures: the frame of the public site, and its living figures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lantern.publishing.services.figures import take_figures
from lantern.publishing.services.site import make_site


class Command(BaseCommand):
    help = "The public site: make-site makes what is missing of its frame; figures takes the living figures anew."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("make-site", help="Make the first page and the parts under it, where they are missing.")
        verbs.add_parser("figures", help="Take the living figures anew. For the nightly timer.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "make-site":
            make_site(by=None)
            self.stdout.write("The public site is in place.")
        else:
            self.stdout.write(f"{take_figures(by=None)} figures taken.")
