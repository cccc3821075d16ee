"""What other contexts may use of the audit chain."""

from lantern.audit.selectors import events_of, head, verify
from lantern.audit.services import Actor, record

__all__ = ["Actor", "events_of", "head", "record", "verify"]
