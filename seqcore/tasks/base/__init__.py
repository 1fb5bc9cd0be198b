"""What a task is: the contracts that all tasks keep."""
