"""How many samples a run takes between two looks of Python at it, and whether threads share the work."""

CHUNK_SECONDS = 0.05  # Python sees the run about so often: for the progress bar, for Ctrl-C
TRIAL_SECONDS = 0.005  # shorter chunks say nothing about the speed
FAIR = 8e9  # operations a second that one core reaches with any network large enough to be shared
ALONE = 20  # chunks that one thread does before threads are tried again


class Pace:
    """Chooses the next chunk of a run.

    Where another program holds a core, threads that wait for each other at every update can take fifty times as long as
    one alone.  Both ways give the same bits, so a run may change between them whenever it likes: it goes on alone for
    about a second where threads are slower than one was, or than one would be.

    operations: of one sample, forward, backward and update.  can_share: whether there are threads to share with.
    """

    def __init__(self, operations, can_share):
        self.operations, self.can_share = operations, can_share
        self.limit = max(1, int(TRIAL_SECONDS * FAIR / operations))  # samples
        self.alone, self.alone_rate = 0, 0.0  # chunks to do alone; samples a second, where that is known

    @property
    def shared(self):
        """Whether threads share the next chunk."""
        return self.can_share and self.alone == 0

    def learn(self, samples, seconds):
        """Plan the next chunk, after a full one that took so many samples and seconds."""
        rate, shared = samples / max(seconds, 1e-9), self.shared
        if not shared:
            self.alone_rate, self.alone = rate, max(0, self.alone - 1)
        elif seconds >= TRIAL_SECONDS and rate < max(FAIR / self.operations, self.alone_rate):
            self.alone = ALONE
        wanted = rate * (TRIAL_SECONDS if self.shared and not shared else CHUNK_SECONDS)  # threads, for a moment
        self.limit = max(1, int(min(max(wanted, 0.1 * samples), 100 * samples)))
