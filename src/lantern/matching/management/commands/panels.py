"""./lantern manage panels solve INSTANCE.json --out RESULT.json, and panels check INSTANCE.json RESULT.json"""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from lantern.matching.domain.programme import instance, result
from lantern.matching.domain.programme.allocate import allocate
from lantern.matching.domain.programme.checker import Breach
from lantern.matching.domain.programme.model import Plan, Programme, Progress, TierName
from lantern.matching.domain.programme.strict_json import NotAnInstance

NOT_READ, BROKEN, STOPPED = 1, 4, 130
LONGEST_SECONDS = 24 * 60 * 60.0
STANDARD = "-"


class Command(BaseCommand):
    help = "Allocates a programme written as JSON, or checks an allocation. docs/develop/allocation.md has the form."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        solve = verbs.add_parser("solve", help="find panels for all reviews of an instance")
        solve.add_argument("instance", help="the programme as JSON; - reads it from standard input")
        solve.add_argument("--seconds", type=float, default=20.0, help="how long to look (20)")
        solve.add_argument("--seed", type=int, default=1, help="the same seed gives the same panels (1)")
        solve.add_argument("--out", default=STANDARD, help="where the result goes; - is standard output")
        check = verbs.add_parser("check", help="say every breach in a result, ours or anybody's")
        check.add_argument("instance", help="the programme as JSON")
        check.add_argument("result", help="the result as JSON; only its assignments are needed")

    def handle(self, *args: Any, **options: Any) -> None:
        self.console = Console(stderr=True)
        try:
            programme = instance.read(content(options["instance"]))
            if options["verb"] == "check":
                self.check_result(programme, content(options["result"]))
            else:
                self.solve(programme, options["seconds"], options["seed"], options["out"])
        except NotAnInstance as wrong:
            raise CommandError(f"This cannot be read:\n{wrong}", returncode=NOT_READ) from wrong
        except MemoryError as full:
            raise CommandError("This programme needs more memory than this machine has.", returncode=NOT_READ) from full

    def check_result(self, programme: Programme, written: bytes) -> None:
        plan, breaches = result.check_result(programme, written)
        if breaches:
            said = "\n".join(breaches)
            raise CommandError(f"{len(breaches)} breaches:\n{said}", returncode=BROKEN)
        self.stdout.write(f"{len(plan.placings)} seats, no breach. The tiers, worked out again:")
        self.stdout.write(tiers(plan))

    def solve(self, programme: Programme, seconds: float, seed: int, out: str) -> None:
        if not 0 < seconds <= LONGEST_SECONDS:
            raise CommandError(f"--seconds must be more than 0 and at most {LONGEST_SECONDS:.0f}.")
        if not 0 <= seed < 2**31:
            raise CommandError("--seed must be from 0 to 2147483647.")
        if out != STANDARD and not Path(out).parent.is_dir():
            raise CommandError(f"There is no folder for the result: {Path(out).parent}")
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("{task.fields[memory]:.0f} MB"),
            TextColumn("{task.fields[gap]}"),
        )
        with Bar(*columns, console=self.console, transient=True) as bar, stop_asked() as asked:
            task = bar.add_task("reading", total=1.0, memory=0, gap="")

            def report(at: Progress) -> None:
                gap = "" if at.gap is None else f"gap {at.gap:.2%}"
                bar.update(task, completed=at.done, description=at.doing, memory=at.memory_mb, gap=gap)

            try:
                plan = allocate(programme, seconds=seconds, seed=seed, report=report, cancelled=lambda: bool(asked))
            except Breach as breach:
                said = "\n".join(breach.breaches)
                raise CommandError(
                    f"The plan found breaks a rule, so it is not written. Please report this:\n{said}",
                    returncode=BROKEN,
                ) from breach
        put(out, result.write_result(plan), self.stdout)
        self.console.print(f"{len(plan.placings)} seats in {plan.seconds:.1f} s: {plan.method}", highlight=False)
        self.console.print(tiers(plan), highlight=False, markup=False)
        if plan.stopped_early:
            self.console.print("Stopped before the end: this is the best plan so far.")
            sys.exit(STOPPED)


def tiers(plan: Plan) -> str:
    longest = max(map(len, TierName))
    lines = []
    for tier in plan.tiers:
        bound = "" if tier.bound is None else f"(bound {tier.bound:,})"
        lines.append(f"  {tier.name:{longest}} {tier.value:>12,}  {'proven' if tier.proven else bound}".rstrip())
    return "\n".join(lines)


def content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STANDARD else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.", returncode=NOT_READ) from error


def put(name: str, written: str, standard: Any) -> None:
    """Write all of it or nothing: a result that was there before stays until the new one is whole."""
    if name == STANDARD:
        standard.write(written, ending="")
        return
    beside = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=Path(name).parent, prefix=".panels-", delete=False
        ) as file:
            beside = file.name
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, name)
    except OSError as error:
        if beside:
            with suppress(OSError):
                os.unlink(beside)
        raise CommandError(f"{name} cannot be written: {error.strerror}.", returncode=NOT_READ) from error


@contextmanager
def stop_asked() -> Iterator[list[int]]:
    """Collects Ctrl-C and a polite kill instead of dying of them; the second one is not polite any more."""
    asked: list[int] = []

    def stop(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
