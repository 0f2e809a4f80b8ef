"""Numbers of the worker processes: added up, with few labels, gone with what they were about."""

import os
import re
import signal

from tests.service.operation.server_process import server


def test_the_numbers_of_two_workers_add_up(tmp_path):
    with server(tmp_path, workers=2) as running:
        answered_by = [running.get("/batch", b"{}")[2] for _ in range(40)]
        assert len(set(answered_by)) == 2
        assert running.metric('openfisca_kz_requests_total{method="POST",route="/batch",status="200"}') == 40
        assert running.metric('openfisca_kz_request_seconds_count{method="POST",route="/batch"}') == 40
        assert running.metric("openfisca_kz_calculation_seconds_count") == 40
        assert running.metric("openfisca_kz_batch_families_total") == 40


def test_what_a_killed_worker_has_counted_stays_and_what_it_was_doing_goes(tmp_path):
    with server(tmp_path, workers=2) as running:
        pids = {running.get("/health")[2] for _ in range(40)}
        requests = 'openfisca_kz_requests_total{method="GET",route="/health",status="200"}'
        assert running.metric(requests) == 40
        kept = [running.connect() for _ in range(20)]
        running.wait_for(lambda: running.metric("openfisca_kz_connections") >= 20)
        for pid in pids:
            os.kill(int(re.search(rb"\d+", pid)[0]), signal.SIGKILL)
        running.wait_for(lambda: len(running.events("a worker ended and is replaced")) == 2)
        assert running.metric(requests) == 40
        assert running.metric("openfisca_kz_connections") == 1
        for connection in kept:
            connection.close()


def test_labels_are_few_whatever_is_asked_for(tmp_path):
    with server(tmp_path) as running:
        for number in range(30):
            running.get(f"/person/{number}")
            running.get(f"/nowhere/{number}")
        for method in ("PUT", "LOCK", "REPORT"):
            running.connect(f"{method} /health HTTP/1.1\r\nhost: test\r\n\r\n".encode()).recv(1_000)
        text = running.get("/metrics")[2].decode()
        labels = set(re.findall(r"^openfisca_kz_requests_total\{(.*)\}", text, re.MULTILINE))
        assert labels == {
            'method="GET",route="/person/{id}",status="200"',
            'method="GET",route="unmatched",status="404"',
            'method="OTHER",route="/health",status="405"',
            'method="PUT",route="/health",status="405"',
        }


def test_they_can_be_switched_off(tmp_path):
    with server(tmp_path, metrics="off") as running:
        assert running.get("/metrics")[0] == 404
        assert running.get("/health")[0] == 200
