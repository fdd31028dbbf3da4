"""Numbers over days: one small line, or several one under the other."""
