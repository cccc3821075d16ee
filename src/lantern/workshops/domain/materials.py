"""What may be handed out: a small file that is what it says it is."""

import io
import zipfile

from lantern.kit.states import IllegalMove

MOST_BYTES = 5 * 1024 * 1024
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_HEART = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml"}
_REFUSED = "Choose a PDF, a Word document (.docx) or slides (.pptx), without macros."


def ending_of(content: bytes) -> str:
    """What kind of file it is, by what is in it and never by its name. Raises IllegalMove, in a sentence."""
    if len(content) > MOST_BYTES:
        raise IllegalMove("This file is larger than 5 MB. Make it smaller, or give a link to it.")
    if content.startswith(b"%PDF-"):
        return "pdf"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise IllegalMove(_REFUSED) from problem
    if any("vbaproject" in name.casefold() for name in names):
        raise IllegalMove(_REFUSED)
    for ending, heart in _HEART.items():
        if {heart, "[Content_Types].xml"} <= names:
            return ending
    raise IllegalMove(_REFUSED)
