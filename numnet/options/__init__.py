"""What is typed: option types, and the options that several commands share."""
