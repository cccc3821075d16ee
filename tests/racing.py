"""Several people at the same moment: each in a thread with a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection

from lantern.access.public import Hidden
from lantern.kit.states import IllegalMove, OutOfDate


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts at the same moment and answers how each went, sorted."""
    start, went = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            went.append("done")
        except (OutOfDate, IllegalMove, Hidden) as problem:
            went.append(type(problem).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(went)
