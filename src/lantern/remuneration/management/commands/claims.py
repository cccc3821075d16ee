"""`claims remind`, once a night; `claims diagram`, which draws docs/develop/claim.md, or checks it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lantern.kit import clock
from lantern.remuneration import services
from lantern.remuneration.domain.diagram import drawn

PLACE = settings.BASE_DIR / "docs" / "develop" / "claim.md"


class Command(BaseCommand):
    help = "Claims: `remind` tells whoever a promised payment waits for; `diagram` draws the claim's life."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("remind", help="remind payers, once a night")
        diagram = acts.add_parser("diagram", help="write docs/develop/claim.md from the table of moves")
        diagram.add_argument("--check", action="store_true", help="write nothing; fail where the page is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "remind":
            count = services.remind_payers(clock.today())
            self.stdout.write(f"{count} {'reminder' if count == 1 else 'reminders'} sent.")
        elif not options["check"]:
            PLACE.write_text(drawn(), encoding="utf-8")
            self.stdout.write("docs/develop/claim.md is drawn.")
        elif not PLACE.exists() or PLACE.read_text(encoding="utf-8") != drawn():
            raise CommandError("docs/develop/claim.md is not current. Run ./lantern manage claims diagram.")
