"""How kernels are compiled and cached: the decorators, and the folder of machine code."""
