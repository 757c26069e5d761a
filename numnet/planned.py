"""Names that are promised and not built yet: each says so, instead of failing in a strange way."""

SURFACES = {}


def train_population(*arguments, **options):
    """Train many networks of one architecture at once: not available yet."""
    raise NotImplementedError("train_population is not available yet; train the networks one after the other")


def descend(*arguments, **options):
    """Walk down an error surface: not available yet."""
    raise NotImplementedError("descend is not available yet")
