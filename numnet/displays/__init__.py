"""What a notebook shows: tables, small charts and formulas as HTML, in the colours of whoever shows them.

Text takes the host's colour and lines ``currentColor``, so that a display is read on white and on black.  There are
no scripts, no styles that reach beyond their element, and no more output than fits on a screen.
"""
