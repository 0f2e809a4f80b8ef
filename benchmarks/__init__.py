"""Speed, memory and exactness, each with its bound: `make bench`."""
