"""``numnet plot KIND``: one group, its kinds by what they are drawn from."""
