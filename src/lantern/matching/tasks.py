"""Long work outside the web process: queued in the database, done by `db_worker`."""

from django_tasks import task

from lantern.matching import services


@task(backend="queued")
def work_out(ref: str) -> None:
    """Works out the plan that waits under this reference. All it tells is in the plan's own row."""
    services.run_allocation(ref)
