"""What other contexts may use of workshops: whom they reached, and which barriers were named in them."""

from lantern.workshops.selectors import barriers_said
from lantern.workshops.selectors.reach import Place, places_given

__all__ = ["Place", "barriers_said", "places_given"]
