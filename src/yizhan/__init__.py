"""yizhan (驿站): plan, run and open up a sub-district's network of neighbourhood service stations."""

__version__ = "0.1.0"
