"""./lantern manage demand [--json]"""

import io
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from lantern.insight import selectors
from lantern.insight.domain.demand import Demand
from lantern.insight.domain.needs import Group
from lantern.kit import clock
from lantern.library.public import Edition, edition
from lantern.register.public import REGIONS


class Command(BaseCommand):
    help = "Which expertise the published reviews called for, and who could have met it. Unknown first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="the same figures for a program to read")

    def handle(self, *args: Any, **options: Any) -> None:
        here, demand = edition(), selectors.published_demand()
        if here is None or demand is None:
            raise CommandError("The published record is not imported yet: run ./lantern manage dhrd import first.")
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(demand, here), indent=2, ensure_ascii=False))
        else:
            self._print(demand, here)

    def _print(self, demand: Demand, here: Edition) -> None:
        page = io.StringIO()
        out = Console(file=page, width=100, highlight=False)
        unknown = Table("Not known", "Victims", f"Of {demand.victims}", title="First, what is not known")
        for name, number in demand.unknown.items():
            unknown.add_row(name.replace("_", " "), str(number), f"{number / max(demand.victims, 1):.1%}")
        out.print(unknown)
        out.print(
            f"{demand.no_victim_row} of {demand.reviews} reviews concern more than one death: "
            "for them the record holds no ethnicity and no religion at all.\n"
        )
        for group, title in ((Group.BY_AND_FOR, "By-and-for expertise"), (Group.ISSUE, "Issues")):
            table = Table(title=f"{title} that {demand.reviews} published reviews called for")
            table.add_column("Need")
            for heading in ("Reviews", "Met", "Unmet", "of which umbrella", "Met by register"):
                table.add_column(heading, justify="right")
            for count in demand.of(group):
                figures = (count.reviews, count.met, count.unmet, count.umbrella_only, count.met_by_register)
                table.add_row(count.need.label, *map(str, figures))
            out.print(table)
        out.print("Met: a partner says publicly that this is its specialism, and works in that region.")
        out.print("False means not tagged, and unknown is not none: each count is the fewest that can be said.")
        out.print(f"{here.attribution} ({here.licence}), version {here.version}. Counted {clock.today():%d %B %Y}.")
        self.stdout.write(page.getvalue())


def _as_data(demand: Demand, here: Edition) -> dict[str, Any]:
    return {
        "source": here.source,
        "version": here.version,
        "licence": here.licence,
        "attribution": here.attribution,
        "date": clock.today().isoformat(),
        "denominator": {"needs": "published reviews", "unknown": "victims of reviews that concern one death"},
        "reviews": demand.reviews,
        "victims": demand.victims,
        "unknown": dict(demand.unknown),
        "no_victim_row": demand.no_victim_row,
        "outcomes": {
            column: {outcome.value: number for outcome, number in sorted(counts.items())}
            for column, counts in demand.outcomes.items()
        },
        "needs": [
            {
                "need": count.need.key,
                "label": count.need.label,
                "facet": count.need.facet,
                "group": count.need.group.value,
                "named": count.need.named,
                "reviews": count.reviews,
                "met": count.met,
                "unmet": count.unmet,
                "umbrella_only": count.umbrella_only,
                "met_by_register": count.met_by_register,
                "regions": {region: count.by_region[region] for region in REGIONS if count.by_region[region]},
            }
            for count in demand.needs
        ],
        "regions": [
            {
                "region": place.region,
                "label": REGIONS.label(place.region),
                "reviews": place.reviews,
                "every_need_met": place.all_met,
                "a_need_unmet": place.some_unmet,
                "no_need_derived": place.no_need,
                "ethnicity_unknown": place.ethnicity_unknown,
                "no_victim_row": place.no_victim_row,
            }
            for place in demand.regions
        ],
        "recruit_next": [{"need": count.need.key, "unmet": count.unmet} for count in demand.to_recruit()],
    }
