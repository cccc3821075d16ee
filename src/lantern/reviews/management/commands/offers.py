"""`offers lapse`: records every silence whose date has passed, and ends seats to learn in that have lapsed. Nightly."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lantern.kit import clock
from lantern.reviews import services


class Command(BaseCommand):
    help = "Offers: `lapse` records those whose answer date has passed, and offers the next reserve the place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["lapse"])

    def handle(self, *args: Any, **options: Any) -> None:
        count = services.lapse_offers(clock.today())
        ended = services.end_lapsed_learning_seats()
        if ended:
            self.stdout.write(f"{ended} {'seat' if ended == 1 else 'seats'} to learn in ended.")
        self.stdout.write(f"{count} {'offer' if count == 1 else 'offers'} without an answer recorded.")
