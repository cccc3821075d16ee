"""./lantern manage demo_load: the demonstration programme, and one sign-in a role."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lantern.access.public import ROLES, Role
from lantern.config.demo import people
from lantern.config.demo.load import load


class Command(BaseCommand):
    help = "Loads the demonstration programme, where it is not there yet, and prints one sign-in a role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PERMISSIVE:
            raise CommandError("The demonstration is loaded only with LANTERN_MODE=demo, never into a real programme.")
        self.stdout.write("Loaded the demonstration." if load() else "The demonstration is already loaded.")
        self.stdout.write(f"\nSign in as (the password is {people.PASSWORD} for all):")
        for row in people.SIGN_INS:
            self.stdout.write(f"  {ROLES[Role(row.role)].label:<14}{row.email}")
