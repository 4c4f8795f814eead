"""Questions to a workflow: its ways through (graph), who takes part (people), how long it takes (time)."""
