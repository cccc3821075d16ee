"""Invented programmes of any size, the same for the same seed.

    python bench/programmes.py            how the usual sizes come out
    python bench/programmes.py 1000x300 --seed 2 --json programme.json

Sixty tags hang together: a community brings likely faiths, languages and harmful practices. Everyone is invented, and
nothing here says what a real register looks like; it only makes programmes that are hard in the same way each time.
"""

import argparse
import random
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from lantern.matching.domain.model import Grade, Level
from lantern.matching.domain.programme.model import (
    Agency,
    Ban,
    Person,
    Programme,
    ProgrammeRule,
    Role,
    RuleKind,
    Wanted,
    Wish,
)

ON = date(2026, 11, 24)


@dataclass(frozen=True)
class Size:
    """`busy` is the share of people with no free capacity: it makes an instance tight."""

    people: int
    reviews: int
    busy: float

    def __str__(self) -> str:
        return f"{self.people}x{self.reviews}"


SIZES = {
    str(size): size
    for size in (
        Size(13, 5, 0.0),
        Size(120, 60, 0.15),
        Size(1_000, 300, 0.6),
        Size(5_000, 2_000, 0.5),
        Size(20_000, 5_000, 0.65),
    )
}

COMMUNITIES = [f"community:c{i:02}" for i in range(16)]
LANGUAGES = [f"language:l{i:02}" for i in range(18)]
FAITHS = [f"faith:f{i}" for i in range(8)]
PRACTICES = [f"practice:p{i}" for i in range(6)]
OTHERS = (
    [f"immigration:i{i}" for i in range(5)] + [f"disability:d{i}" for i in range(4)] + [f"lgbt:g{i}" for i in range(3)]
)
TAGS = [*COMMUNITIES, *LANGUAGES, *FAITHS, *PRACTICES, *OTHERS]
REGIONS = [f"region{i:02}" for i in range(12)]

# Some communities and regions are large, most are small. The last six communities are so small that people know each
# other.
COMMUNITY_SIZES = list(accumulate(1 / (i + 2) for i in range(16)))
REGION_SIZES = list(accumulate([5, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1]))
SMALL = frozenset(COMMUNITIES[-6:])


def likely(community: int) -> dict[str, list[str]]:
    """What a community brings with it, likeliest first."""
    return {
        "language": [LANGUAGES[community], LANGUAGES[(community * 5 + 7) % 18]],
        "faith": [FAITHS[community % 8], FAITHS[(community + 3) % 8]],
        "practice": [PRACTICES[community % 6], PRACTICES[(community + 2) % 6]],
    }


def one(lot: random.Random, values: list[str], bounds: list[float]) -> str:
    return lot.choices(values, cum_weights=bounds)[0]


def draw(lot: random.Random, community: int, others: int) -> dict[str, None]:
    """Tags of a life in one community, without repeats, in the order drawn."""
    brings = likely(community)
    tags = [COMMUNITIES[community]]
    tags.append(brings["language"][0] if lot.random() < 0.75 else lot.choice(brings["language"]))
    if lot.random() < 0.7:
        tags.append(brings["faith"][lot.random() < 0.3])
    if lot.random() < 0.5:
        tags.append(brings["practice"][lot.random() < 0.3])
    tags += lot.sample(OTHERS, others)
    return dict.fromkeys(tags)


def person(lot: random.Random, i: int, agencies: int, busy: bool) -> Person:
    community = COMMUNITIES.index(one(lot, COMMUNITIES, COMMUNITY_SIZES))
    levels = {
        tag: Level.LIVED if lot.random() < (0.75 if at < 3 else 0.4) else Level.PROFESSIONAL
        for at, tag in enumerate(draw(lot, community, lot.choice((1, 1, 2, 3))))
    }
    if lot.random() < 0.5:  # knows another community through work
        levels.setdefault(one(lot, COMMUNITIES, COMMUNITY_SIZES), Level.PROFESSIONAL)
    if lot.random() < 0.5:
        levels.setdefault(lot.choice(PRACTICES), Level.PROFESSIONAL)
    roles = {Role.EXPERT}
    if lot.random() < 0.5:
        roles.add(Role.CHAIR)
    return Person(
        ref=f"E{i:05}",
        agency=f"A{lot.randrange(agencies):04}",
        roles=frozenset(roles),
        by_and_for=lot.random() < 0.7,
        levels=levels,
        regions=frozenset(one(lot, REGIONS, REGION_SIZES) for _ in range(lot.randint(1, 5))),
        remote=lot.random() < 0.65,
        rate_pence=lot.choice((25_000, 30_000, 32_500, 35_000, 40_000, 45_000, 50_000)),
        max_reviews=0 if busy else lot.choice((1, 1, 2, 2, 3, 4, 5)),
        max_days=float(lot.choice((6, 8, 10, 12, 15, 20))),
        last_asked=None if lot.random() < 0.4 else ON - timedelta(days=lot.randint(1, 700)),
    )


def review(
    lot: random.Random, i: int, by_agency: dict[str, list[Person]], by_community: dict[str, list[Person]]
) -> Wish:
    community = COMMUNITIES.index(one(lot, COMMUNITIES, COMMUNITY_SIZES))
    tags = list(draw(lot, community, lot.choice((1, 1, 2, 2))))
    if lot.random() < 0.2:
        tags.append(one(lot, COMMUNITIES, COMMUNITY_SIZES))
    needs = tuple(
        Wanted(tag, weight=lot.randint(1, 5), must=at == 0 or lot.random() < 0.2, lived=lot.random() < 0.05)
        for at, tag in enumerate(dict.fromkeys(tags[:7]))
    )
    region = one(lot, REGIONS, REGION_SIZES)
    bans: dict[str, str] = {}
    for agency in lot.sample(sorted(by_agency), min(len(by_agency), lot.choice((0, 1, 1, 2)))):
        bans.update((p.ref, "agency") for p in by_agency[agency])
    if COMMUNITIES[community] in SMALL:
        for p in by_community.get(COMMUNITIES[community], []):
            if p.regions and region in p.regions and lot.random() < 0.5:
                bans[p.ref] = "small_community"
    everybody = by_community[""]
    for p in lot.sample(everybody, min(len(everybody), lot.choice((0, 0, 1)))):
        bans[p.ref] = "family"
    grades = {
        p.ref: lot.choice((Grade.NONE, Grade.NONE, Grade.COMMUNITY_ACQUAINTANCE, Grade.AGENCY_CONTACT))
        for p in lot.sample(everybody, min(len(everybody), 5))
    }
    return Wish(
        ref=f"R{i:04}",
        region=region,
        remote_ok=lot.random() < 0.75,
        seats=lot.choice((1, 2, 2, 2, 3)) if lot.random() < 0.9 else 1,
        chair=True,
        expert_days=float(lot.choice((1, 2, 2, 3))),
        chair_days=float(lot.choice((3, 4, 5))),
        rate_ceiling_pence=lot.choice((40_000, 45_000, 45_000, 50_000)),
        priority=lot.choice((1, 1, 1, 2)),
        needs=needs,
        bans=tuple(Ban(*ban) for ban in sorted(bans.items())),
        grades=grades,
    )


def programme(size: Size, seed: int = 1, *, rules: bool = False) -> Programme:
    """A programme of `size`. With `rules`, agencies have ceilings and every panel the usual composition rules."""
    lot = random.Random(f"{size}/{seed}")
    agencies = max(6, size.people // 4)
    busy = set(lot.sample(range(size.people), round(size.people * size.busy)))
    people = tuple(person(lot, i, agencies, i in busy) for i in range(size.people))
    by_agency: dict[str, list[Person]] = {}
    by_community: dict[str, list[Person]] = {"": list(people)}
    for p in people:
        by_agency.setdefault(p.agency or "", []).append(p)
        by_community.setdefault(next(iter(p.levels)), []).append(p)
    reviews = tuple(review(lot, i, by_agency, by_community) for i in range(size.reviews))
    made = Programme(people, tuple(Agency(ref) for ref in sorted(by_agency)), reviews, on=ON)
    if not rules:
        return made
    return replace(
        made,
        agencies=tuple(replace(a, max_reviews=lot.choice((2, 3, 5, None))) for a in made.agencies),
        rules=(
            ProgrammeRule(RuleKind.BY_AND_FOR_FOR_EACH_MUST_COMMUNITY, hard=False),
            ProgrammeRule(RuleKind.NO_LONE_MEMBER_FOR_TWO_COMMUNITIES, hard=False),
            ProgrammeRule(RuleKind.MAX_SEATS_FOR_AGENCY, agency=made.agencies[0].ref, most=1),
            ProgrammeRule(RuleKind.SEATS_FROM_AGENCY, agency=made.agencies[1].ref, most=1),
        ),
    )


def size_named(name: str) -> Size:
    """One of SIZES, or any "PEOPLExREVIEWS" (half of the people busy)."""
    if name in SIZES:
        return SIZES[name]
    people, reviews = name.split("x")
    return Size(int(people), int(reviews), 0.5)


def pairs(made: Programme) -> int:
    """How many (person, review) pairs pass every gate as an expert, counted plainly and apart from our own code."""
    count = 0
    free = [p for p in made.people if p.max_reviews and Role.EXPERT in p.roles]
    for r in made.reviews:
        banned = {b.person for b in r.bans}
        for p in free:
            ceiling = r.rate_ceiling_pence
            if (
                p.ref not in banned
                and (p.max_days or 0) >= r.expert_days
                and (ceiling is None or (p.rate_pence or 0) <= ceiling)
                and (r.region in (p.regions or ()) or (r.remote_ok and p.remote))
                and any(p.levels.get(n.tag) is Level.LIVED or (n.tag in p.levels and not n.lived) for n in r.needs)
            ):
                count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", default=list(SIZES)[:3])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", help="write the one programme named to this file")
    options = parser.parse_args()
    for name in options.sizes:
        start = time.perf_counter()
        made = programme(size_named(name), options.seed)
        took = time.perf_counter() - start
        seats = sum(r.seats for r in made.reviews)
        print(f"{name}: {pairs(made):,} eligible pairs, {seats:,} seats wanted, made in {took:.2f} s")
        if options.json:
            from pathlib import Path

            from lantern.matching.domain.programme import instance

            Path(options.json).write_text(instance.write(made), encoding="utf-8")


if __name__ == "__main__":
    main()
