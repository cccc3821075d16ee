"""What other contexts may use of publishing."""

from lantern.publishing.domain.living import Figure
from lantern.publishing.services.figures import plug_figures, take_figures
from lantern.publishing.services.site import let_in, make_site

__all__ = ["Figure", "let_in", "make_site", "plug_figures", "take_figures"]
