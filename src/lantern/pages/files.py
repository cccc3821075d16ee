"""Files that leave: named neutrally, never after a person or a place, and kept by nobody on the way."""

from collections.abc import Sequence

from django.http import HttpResponse

from lantern.kit import spreadsheets
from lantern.kit.documents import WORD

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

__all__ = ["CSV", "WORD", "XLSX", "attachment", "sheet"]


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def sheet(rows: Sequence[Sequence[str]], name: str, *, as_csv: bool) -> HttpResponse:
    """The rows as a CSV file, or else as an Excel workbook."""
    if as_csv:
        return attachment(spreadsheets.to_csv(rows), f"{name}.csv", CSV)
    return attachment(spreadsheets.to_xlsx(rows, name), f"{name}.xlsx", XLSX)
