"""What other contexts may use of the library."""

from lantern.library.domain.dhrd import Record, Row
from lantern.library.models import Edition
from lantern.library.selectors import dhrd_record, edition

__all__ = ["Edition", "Record", "Row", "dhrd_record", "edition"]
