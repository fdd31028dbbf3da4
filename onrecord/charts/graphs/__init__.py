"""Graphs of actors, each at its place: alignment, blocs, several side by side, and what became of each dyad."""
