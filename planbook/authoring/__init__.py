"""What a command writes into `data/`: an empty plan, next year's plan, what signing brings."""
