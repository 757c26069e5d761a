"""Additions to Numba on the CPU: views without reference counts, SIMD values, a barrier between threads."""
