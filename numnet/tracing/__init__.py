"""One update, number by number, each beside the formula that made it."""
