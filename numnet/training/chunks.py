"""The length of a run's next chunk, and whether threads share it."""

CHUNK_SECONDS = 0.05  # Python sees the run about so often: for the progress bar, for Ctrl-C
TRIAL_SECONDS = 0.005  # how long a way is tried
ASSUMED_SPEED = 8e9  # operations a second that one core reaches at least; the first guess
RETRY_CHUNKS, MAX_RETRY_CHUNKS = 20, 320  # chunks until the slower way is tried again, each time twice as many


class ChunkSizer:
    """Chooses the next chunk of a run: how long, and whether threads share it.

    Threads exchange weights and gradients at every update.  What that costs depends on how far apart their cores are,
    and on what else these have to do: sharing may double the speed, and it may be fifty times slower.  Both ways give
    the same bits, so a run may change between them whenever it likes.  It tries both, takes the faster one, and looks
    at the other now and then.

    operations: of one sample, forward, backward and update.  can_share: whether there are threads to share with.
    """

    def __init__(self, operations, can_share):
        self.can_share, self.shared = can_share, False
        self.limit = max(1, int(TRIAL_SECONDS * ASSUMED_SPEED / operations))  # samples of the next chunk
        self.rates = {}  # samples a second of either way, where it is known
        self.again, self.left = RETRY_CHUNKS, RETRY_CHUNKS  # chunks until the other way is tried: at first, and still
        self.warm = False  # whether threads have worked on these arrays before

    def learn(self, samples, seconds):
        """Plan the next chunk, after a full one that took so many samples and seconds."""
        if self.shared and not self.warm:  # to fetch the memory for the first time says nothing about the second
            self.warm = True
            return
        self.rates[self.shared] = rate = samples / max(seconds, 1e-9)
        self.left -= 1
        way = self._way() if self.can_share else False
        trying, self.shared = way != self.shared, way
        rate = min(rate, self.rates.get(way, rate))
        wanted = rate * (TRIAL_SECONDS if trying else CHUNK_SECONDS)
        self.limit = max(1, int(min(max(wanted, 0.1 * samples), 100 * samples)))

    def _way(self):
        """Whether threads share the next chunk."""
        if len(self.rates) == 1:
            return not self.shared
        faster = self.rates[True] > self.rates[False]
        if self.left > 0:
            return faster
        self.again = self.left = min(2 * self.again, MAX_RETRY_CHUNKS)
        return not faster
