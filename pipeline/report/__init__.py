"""Written tables to something a person reads."""
