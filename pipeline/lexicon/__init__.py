"""What is known of names before any post is read: curated lists, and the grammar of bylines. Below every stage, above nothing."""
