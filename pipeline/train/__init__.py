"""Training of what the package ships under `pipeline/model/`, and the honest figure: whole groups of posts left out, everything refitted."""
