"""The length of a run's next chunk, and whether threads share it."""

CHUNK_SECONDS = 0.05  # Python sees the run about so often: for the progress bar, for Ctrl-C
TRIAL_SECONDS = 0.002  # how long a way is timed
WARM_UP_SECONDS = 0.001  # how long it goes before: memory is fetched, cores wake up
ASSUMED_SPEED = 8e9  # operations a second that one core reaches at least; the first guess
RETRY_CHUNKS = 20  # chunks until the slower way is tried again
SOON = 1  # chunks until sharing is tried again for the first time: memory that one thread has to itself may come late


class ChunkSizer:
    """Chooses the next chunk of a run: how long, and whether threads share it.

    Threads exchange weights and gradients at every update.  What that costs depends on how far apart their cores are,
    and on what else these have to do: sharing may double the speed, and it may be fifty times slower.  Both ways give
    the same bits, so a run may change between them whenever it likes.  It times both, takes the faster one, and looks
    at the other now and then.  The first chunk after a change does not count.

    operations: of one sample, forward, backward and update.  can_share: whether there are threads to share with.
    """

    def __init__(self, operations, can_share):
        self.can_share, self.shared = can_share, False
        self.limit = max(1, int(WARM_UP_SECONDS * ASSUMED_SPEED / operations))  # samples of the next chunk
        self.rates = {}  # samples a second of either way, where it is known
        self.warm, self.trying = False, can_share  # whether this way counts by now, and is only looked at
        self.left, self.decided = RETRY_CHUNKS, False  # chunks until the other way is tried; whether both were before

    def learn(self, samples, seconds):
        """Plan the next chunk, after a full one that took so many samples and seconds."""
        rate = samples / max(seconds, 1e-9)
        if not self.warm:
            self.warm = True
        else:
            self.rates[self.shared] = rate
            way, self.trying = self._way() if self.can_share else (False, False)
            self.warm, self.shared = way == self.shared, way
        wanted = (TRIAL_SECONDS if self.trying else CHUNK_SECONDS) if self.warm else WARM_UP_SECONDS
        rate = min(rate, self.rates.get(self.shared, rate))
        self.limit = max(1, int(min(rate * wanted, 100 * samples)))

    def _way(self):
        """Whether threads share the next chunk, and whether that is a trial."""
        if len(self.rates) == 1:
            return not self.shared, True
        faster = self.rates[True] > self.rates[False]
        self.left -= 1
        if self.trying:
            self.left, self.decided = (RETRY_CHUNKS if faster or self.decided else SOON), True
        return (faster, False) if self.left > 0 else (not faster, True)
