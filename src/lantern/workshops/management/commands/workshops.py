"""`workshops nightly`: ends offers whose moment has passed, and reminds those who have a place."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lantern.workshops import services


class Command(BaseCommand):
    help = "Workshops: `nightly` ends late offers, hands places on, and reminds; run it at least once a night."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("nightly", help="end late offers, hand places on, remind")

    def handle(self, *args: Any, **options: Any) -> None:
        ended, reminded = services.lapse_offers(), services.remind()
        self.stdout.write(f"{ended} offers ended, {reminded} people reminded.")
