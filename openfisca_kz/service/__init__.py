"""The web API: questions to the law over HTTP, and what runs it."""
