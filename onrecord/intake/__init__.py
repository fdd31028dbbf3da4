"""An upload becomes text with a proposal. Whatever comes from outside is parsed in a separate, limited process."""

from onrecord.intake.kinds import KIND_OF_ENDING
from onrecord.intake.sandbox import MOST_BYTES, read, read_pasted
from onrecord.intake.shape import ENCODINGS, MOST_CHARACTERS, Proposal, Upload, UploadError

__all__ = [
    "ENCODINGS",
    "KIND_OF_ENDING",
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "Proposal",
    "Upload",
    "UploadError",
    "read",
    "read_pasted",
]
