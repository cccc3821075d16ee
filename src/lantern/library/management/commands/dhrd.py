"""./lantern manage dhrd import [FOLDER]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from lantern.library import services
from lantern.library.domain import dhrd


class Command(BaseCommand):
    help = "Imports the published record (DHRD). Safe to run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        take = verbs.add_parser("import", help="read the three CSV files and put them in place of the record before")
        take.add_argument("folder", nargs="?", type=Path, default=dhrd.FOLDER, help="default: the copy in this package")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            record = dhrd.parse(dhrd.read_folder(options["folder"]))
        except dhrd.RecordRefused as refused:
            more = refused.total - len(refused.problems)
            tail = [f"... and {more} more."] if more else []
            heading = "Nothing was imported. What is wrong with the files:"
            raise CommandError("\n".join([heading, *map(str, refused.problems), *tail])) from refused
        total = sum(len(record.rows(name)) for name in dhrd.FILES)
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Importing the published record", total=total)
            done = services.import_dhrd(record=record, by=None, progress=lambda rows: bar.advance(task, rows))
        counts = ", ".join(f"{number} {name}" for name, number in done.counts.items())
        for name in dhrd.FILES:
            self.stdout.write(f"{name}.csv  sha256 {record.sha256[name]}")
        if record.sha256 != dhrd.schema().sha256:
            self.stdout.write(f"These are not the files of version {dhrd.schema().version}: their sha256 differ.")
        self.stdout.write(f"Imported: {counts}." if done.changed else f"Already in place, nothing changed: {counts}.")
        self.stdout.write(f"{dhrd.schema().attribution} ({dhrd.schema().licence})")
