"""Who said or did what, when, according to whom."""
