"""What every package may use: checks of arguments, threads, memory, wording; imports nothing of numnet."""
