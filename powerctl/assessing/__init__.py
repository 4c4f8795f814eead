"""考核: the hundred-point score, the index, the progress of the programme and of question lists. Pure."""
