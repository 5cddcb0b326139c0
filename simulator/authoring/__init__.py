"""From the files that coaches write to checked personas and scenarios, with every problem in its place."""
