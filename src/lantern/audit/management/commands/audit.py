"""./lantern manage audit verify | head"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lantern.audit import public


class Command(BaseCommand):
    help = "Checks the chain of events, or prints its end for keeping elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("head", help="print the last event's number and mark: an anchor to keep on another machine")
        verify = verbs.add_parser("verify", help="walk the whole chain and say whether it holds")
        verify.add_argument("--anchor", help="NUMBER:MARK as `audit head` printed it on an earlier day")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "head":
            seq, mark = public.head()
            self.stdout.write(f"{seq}:{mark}")
            return
        anchor = None
        if options["anchor"]:
            number, _, mark = options["anchor"].partition(":")
            if not number.isdigit() or len(mark) != 64:
                raise CommandError("The anchor is written NUMBER:MARK, as `audit head` prints it.")
            anchor = (int(number), mark)
        finding = public.verify(anchor)
        if finding.broken_at is not None:
            raise CommandError(f"The chain breaks at event {finding.broken_at}: {finding.why}.")
        self.stdout.write(f"The chain holds: {finding.good} events.")
        if anchor is None:
            self.stdout.write("No anchor was given, so a rewritten chain whose key was stolen would not be seen.")
