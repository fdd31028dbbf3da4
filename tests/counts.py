"""How often a test tries: a little on every push, in full where ONRECORD_FULL says so."""

import os

IS_FULL = os.environ.get("ONRECORD_FULL", "").strip() not in ("", "0")


def of(push: int, full: int) -> int:
    """`full` where everything is to be tried, else `push`."""
    return full if IS_FULL else push
