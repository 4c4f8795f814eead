"""``powerctl serve``: the site in memory while files are edited, for the person who edits them and nobody else."""
