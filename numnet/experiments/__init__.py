"""The chapter's experiments, one file a kind of figure: trainings whose weights and losses are watched, arrays out.

Every number comes from the kernels that train any network; data are generated, and seeded.
"""
