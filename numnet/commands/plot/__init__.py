"""``numnet plot KIND``: a command for each kind of figure."""
