"""How the live page is built; run by ``make page``."""
