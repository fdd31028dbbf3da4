"""Events in lanes along time, and the strip above them on which days are chosen."""
