"""Workbooks in: bytes → tables → items → files of a catalogue, and an account of every cell."""
