"""What people fill in. Each form's clean data are the keywords of one service."""

from lantern.register.forms.agencies import (
    AgencyCapacityForm,
    AgencyForm,
    EditAgencyForm,
    PartnershipForm,
    SpecialismsForm,
)
from lantern.register.forms.experts import (
    AboutForm,
    AddExpertForm,
    CapacityForm,
    ConflictForm,
    ContactForm,
    ExpertiseForm,
    KnownForm,
    SectionForm,
    ShownForm,
    WhereForm,
)
from lantern.register.forms.lists import FilterForm, UploadForm

__all__ = [
    "AboutForm",
    "AddExpertForm",
    "AgencyCapacityForm",
    "AgencyForm",
    "CapacityForm",
    "ConflictForm",
    "ContactForm",
    "EditAgencyForm",
    "ExpertiseForm",
    "FilterForm",
    "KnownForm",
    "PartnershipForm",
    "SectionForm",
    "ShownForm",
    "SpecialismsForm",
    "UploadForm",
    "WhereForm",
]
