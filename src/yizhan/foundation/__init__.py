"""The ground floor: small things everybody needs, standard library only, no models."""
