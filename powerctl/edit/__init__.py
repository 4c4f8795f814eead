"""Writing into people's files: spans of text are moved or changed, everything beside them stays byte for byte."""
