"""The pictures of the guides and the README, made anew by `make pictures`: the program at work, photographed."""
