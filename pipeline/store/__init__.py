"""The written tables: their schemas, what shards leave behind, the atomic dataset and its data card."""
