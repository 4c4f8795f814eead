"""What a cell says: lists in all numberings, grades, limits, legal bases, words of the rulebook, names of people."""
