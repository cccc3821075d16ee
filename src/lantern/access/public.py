"""What other contexts may use of access."""

from lantern.access.domain.roles import ROLES, Role
from lantern.access.domain.table import NOBODY, Page, Reach, page_of, pages
from lantern.access.rules import Hidden, Refused, permitted

__all__ = ["NOBODY", "ROLES", "Hidden", "Page", "Reach", "Refused", "Role", "page_of", "pages", "permitted"]
