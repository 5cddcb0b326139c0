"""Judging by requests that are answered later: handed over in batches, noted, collected, and judged from what came."""
