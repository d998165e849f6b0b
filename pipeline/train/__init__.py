"""Training of what the package ships under `pipeline/model/`, and the left-out figure with everything refitted."""
