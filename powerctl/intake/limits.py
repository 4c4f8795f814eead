"""How large a workbook may be: far above what an office files, far below what fills a memory."""

from __future__ import annotations

MAX_FILE = 20 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_MEMBER = 60 * 1024 * 1024
MAX_UNPACKED = 120 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024  # small parts may well be packed tightly
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_AREA = 4_000_000  # of the rectangle that holds all cells: the reader lays it out in full
MAX_CELLS = 500_000
MAX_MERGES = 100_000
MAX_MERGED = 1_000_000
MAX_TEXT = 32_767  # what a spreadsheet itself allows in a cell
MAX_FAULTS = 200  # told of one book
