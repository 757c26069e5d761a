"""numnet beside its peers: the same training in each library, every library in a process of its own, in turn.

`workloads` says what is trained, `peers` how each library trains it; `worker` is the process that a library lives in,
`measure` drives the workers and counts, `startup` times first calls.  No library is imported before it is measured.
"""
