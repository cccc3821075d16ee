"""./lantern manage partners_load: the programme's thirteen partners with their public specialisms."""

from typing import Any

from django.core.management.base import BaseCommand

from lantern.register.services import load_partners


class Command(BaseCommand):
    help = "Adds the programme's partners that are missing from the register. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_partners()
        self.stdout.write(f"Added {added} partners." if added else "Every partner is in the register already.")
