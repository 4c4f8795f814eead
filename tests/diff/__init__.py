"""A small catalogue, edits to it, and what a comparison must say of each."""
