"""./lantern manage partnerships add: the partnerships whose reviews this installation keeps."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lantern.kit.states import IllegalMove
from lantern.register.domain.vocabularies import REGIONS
from lantern.register.services.partnerships import add_partnership


class Command(BaseCommand):
    help = "Adds a partnership. Reviews are opened for one, and commissioners are invited over one."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_subparsers(dest="verb", required=True).add_parser("add", help="add one partnership")
        add.add_argument("--name", required=True)
        add.add_argument("--region", required=True, choices=[code for code, _label in REGIONS.choices()])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = add_partnership(name=options["name"], region=options["region"], by=None)
        except IllegalMove as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Added {made.name}, reference {made.ref}.")
