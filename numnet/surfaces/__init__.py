"""Error surfaces E(x, y) and the update rules on them: descents, races, rates, the anatomy of a rule."""
