"""What other contexts may use of workshops: whom they reached, as counts are made of it."""

from lantern.workshops.selectors.reach import Place, places_given

__all__ = ["Place", "places_given"]
