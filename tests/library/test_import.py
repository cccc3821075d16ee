"""The import: everything or nothing, and twice is once."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lantern.audit.models import Event
from lantern.library import selectors, services
from lantern.library.domain import dhrd

pytestmark = pytest.mark.django_db


def import_command(*folder) -> str:
    out = StringIO()
    call_command("dhrd", "import", *folder, stdout=out)
    return out.getvalue()


def events() -> list[tuple]:
    return list(Event.objects.filter(name="library.dhrd_imported").values_list("subject", "actor", "detail"))


def test_import_keeps_every_value_of_every_column():
    import_command()
    assert selectors.dhrd_record() == dhrd.parse(dhrd.read_folder(dhrd.FOLDER))
    assert events() == [("dhrd", "system", {"version": "1.0.3", "incidents": 647, "victims": 619, "perpetrators": 647})]


def test_import_twice_changes_nothing():
    import_command()
    before = selectors.edition().imported_at
    assert "Already in place, nothing changed: 647 incidents, 619 victims, 647 perpetrators." in import_command()
    assert (selectors.edition().imported_at, len(events())) == (before, 1)


def test_import_of_a_faulty_folder_leaves_the_record_as_it_was(tmp_path):
    import_command()
    before = selectors.dhrd_record()
    for name in dhrd.FILES:
        shutil.copyfile(dhrd.FOLDER / f"{name}.csv", tmp_path / f"{name}.csv")
    path = tmp_path / "perpetrators.csv"
    path.write_bytes(path.read_bytes().replace(b"SUS-0647", b"SUS-0646"))
    with pytest.raises(CommandError, match="Nothing was imported"):
        import_command(tmp_path)
    assert (selectors.dhrd_record(), len(events())) == (before, 1)


def test_import_of_other_files_replaces_the_record_and_claims_no_version(tmp_path):
    import_command()
    for name in dhrd.FILES:
        shutil.copyfile(dhrd.FOLDER / f"{name}.csv", tmp_path / f"{name}.csv")
    path = tmp_path / "incidents.csv"
    path.write_bytes(path.read_bytes().replace(b"INC-0001,Lincoln", b"INC-0001,Norfolk"))
    assert "These are not the files of version 1.0.3" in import_command(tmp_path)
    record = selectors.dhrd_record()
    assert (record.incidents[0].values["csp"], len(record.incidents), selectors.edition().version) == (
        "Norfolk",
        647,
        "unknown",
    )


def test_import_that_fails_half_way_leaves_nothing():
    def power_cut(rows: int) -> None:
        raise RuntimeError("power cut")

    record = dhrd.parse(dhrd.read_folder(dhrd.FOLDER))
    with pytest.raises(RuntimeError, match="power cut"):
        services.import_dhrd(record=record, by=None, progress=power_cut)
    assert (selectors.edition(), selectors.dhrd_counts(), events()) == (
        None,
        {"incidents": 0, "victims": 0, "perpetrators": 0},
        [],
    )
