"""From the columns of a table to features and targets: roles, types, encoding."""
