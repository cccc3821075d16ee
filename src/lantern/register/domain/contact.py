"""How someone is told that something waits for her, in words that are the same for everyone and so tell nothing."""

from dataclasses import dataclass

SUBJECT = "Something for you in Lantern"
TO_HER = "There is something for you in Lantern. Please sign in."
TO_AGENCY = "There is something in Lantern for someone at your agency. Please ask your members to sign in."


@dataclass(frozen=True, slots=True)
class Way:
    """Where a message may go and what it says. Without an address nothing is sent, and `instead` says what to do."""

    address: str = ""
    text: str = ""
    instead: str = ""


def way_to(safe_contact: str, contact: str, agency_address: str) -> Way:
    """The one way she chose. `safe_contact` is a value of the register's SafeContact."""
    match safe_contact:
        case "email" if contact:
            return Way(contact, TO_HER)
        case "agency" if agency_address:
            return Way(agency_address, TO_AGENCY)
        case "phone":
            return Way(instead="To phone: she asked for a call and no e-mail.")
        case "none":
            return Way(instead="Send nothing: she asked not to be contacted and looks in Lantern herself.")
    return Way(instead="To phone: there is no address that she has said is safe.")
