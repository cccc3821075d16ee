"""manage publishing make-site | add-language | load-editions | load-partners | nightly: the public site."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lantern.publishing.services.editions import load_editions
from lantern.publishing.services.figures import take_figures
from lantern.publishing.services.partners import load_partners
from lantern.publishing.services.posts import publish_due
from lantern.publishing.services.site import add_language, make_site


class Command(BaseCommand):
    help = "The public site: make-site makes what is missing of its frame; nightly does what each night asks for."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("make-site", help="Make the first page and the parts under it, where they are missing.")
        verbs.add_parser(
            "load-editions", help="Put in the first texts where a page is missing; nothing is overwritten."
        )
        language = verbs.add_parser("add-language", help="Make the frame for translations into a language, such as cy.")
        language.add_argument("code")
        verbs.add_parser("load-partners", help="Add the partners that are missing, with public facts alone.")
        verbs.add_parser("nightly", help="Take the living figures anew, and publish what is due. For the timer.")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["verb"]:
            case "make-site":
                make_site(by=None)
                self.stdout.write("The public site is in place.")
            case "add-language":
                try:
                    add_language(code=options["code"], by=None)
                except LookupError as problem:
                    known = ", ".join(dict(settings.LANGUAGES))
                    raise CommandError(f"There is no language {options['code']}. Choose one of: {known}") from problem
                self.stdout.write("Its pages can be written now.")
            case "load-editions":
                self.stdout.write(f"{load_editions(by=None)} pages made.")
            case "load-partners":
                self.stdout.write(f"{load_partners(by=None)} partners added.")
            case _:
                self.stdout.write(f"{take_figures(by=None)} figures taken; {publish_due()} contributions published.")
