"""The command line: `aisle <command>`."""
