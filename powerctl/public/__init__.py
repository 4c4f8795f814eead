"""What may become public: frozen types from an allow-list of fields, made by ``gate.project`` and by nothing else.

No type here knows where in a file it was written, none takes ``x-`` keys, and references are names, not ids to look up
in something private. Sites, public exports, charts and feeds are built from these types alone.
"""
