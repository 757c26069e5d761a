"""What is printed: tables, reports, progress."""
