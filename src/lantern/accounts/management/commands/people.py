"""./lantern manage people invite: the first coordinator of an installation, whom nobody is there to invite."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lantern.access.public import Role
from lantern.accounts import services
from lantern.accounts.forms import InviteForm
from lantern.kit.states import IllegalMove


class Command(BaseCommand):
    help = "Invites an installation's first coordinator and prints the link. Everyone after that is invited on a page."

    def add_arguments(self, parser: CommandParser) -> None:
        invite = parser.add_subparsers(dest="verb", required=True).add_parser("invite", help="print the link, once")
        invite.add_argument("--email", required=True, help="the address to sign in with")
        invite.add_argument("--name", required=True, help="as they like to be called")
        invite.add_argument("--role", required=True, choices=[Role.COORDINATOR.value])

    def handle(self, *args: Any, **options: Any) -> None:
        form = InviteForm({name: options[name] for name in ("email", "name", "role")})
        if not form.is_valid():
            raise CommandError(" ".join(str(sentence) for found in form.errors.values() for sentence in found))
        try:
            address = services.invite_first_coordinator(
                email=form.cleaned_data["email"], name=form.cleaned_data["name"]
            )
        except IllegalMove as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Give them this link by a safe way. It is shown only now, and works once, for seven days:")
        self.stdout.write(address)
