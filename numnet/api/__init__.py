"""What the commands do, as functions: `numnet.fit`, `numnet.sweep` and others; the commands are thin over them."""
