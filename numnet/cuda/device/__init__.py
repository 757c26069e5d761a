"""numba.cuda itself: decorators, driver, memory, intrinsics, simulator; nothing else imports it."""
