"""What runs the service: server and connections, limits, calculation in turn, logs without personal data, metrics."""
