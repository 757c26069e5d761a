"""What all figures share: style, fonts, animation, projections, colours of decisions."""
