"""What other contexts may use of workshops: whom they reached, what somebody came to, and which barriers were named."""

from lantern.workshops.selectors import barriers_said
from lantern.workshops.selectors.reach import Attended, Place, attendance_of, places_given

__all__ = ["Attended", "Place", "attendance_of", "barriers_said", "places_given"]
