"""The shapes in which the register leaves Lantern."""

from collections.abc import Mapping

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]

REGISTER_HEADINGS = [
    "Reference", "Name", "Agency", "Communities", "Faiths", "Languages", "Harmful practices", "Issues", "Regions",
    "Works remotely", "Accepting invitations", "Most reviews at once", "Least day rate", "Name may be seen by",
]  # fmt: skip


def flat(copy: Mapping[str, Plain]) -> list[list[str]]:
    """A copy as two columns, what it is and what it says, in its order."""
    rows = [["What", "What it says"]]

    def walk(name: str, value: Plain) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{name}: {key}" if name else key, inner)
        elif isinstance(value, list):
            for number, inner in enumerate(value, 1):
                walk(f"{name} {number}", inner)
            if not value:
                rows.append([name, "nothing"])
        elif isinstance(value, bool):
            rows.append([name, "yes" if value else "no"])
        else:
            rows.append([name, "not known" if value is None else str(value)])

    walk("", dict(copy))
    return rows
