"""The engine on a Ray cluster: read, measured and judged on its nodes, written by the process that was started."""
