"""Where posts come from: folders so far. Each module turns its kind of source into references, and a reference into a `RawPost`."""
