"""Matrices: actors by actors with their similarity, actors by issues with their positions."""
