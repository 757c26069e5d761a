"""The bundled data sets: catalogue, generators, loading."""
