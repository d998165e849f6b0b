"""From many posts to one world: names to entities, entries to talks, ids that stay."""
