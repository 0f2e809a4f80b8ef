"""Numbers of the worker processes: added up, with few labels, gone with what they were about."""

import os
import re
import shutil
import signal

import pytest

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


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files of the servers of this test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_without_their_folder_they_are_of_one_process_and_workers_are_replaced_all_the_same(tmp_path, temporary):
    with server(tmp_path) as running:
        (folder,) = temporary.iterdir()
        shutil.rmtree(folder)
        for _ in range(3):
            assert running.metric("openfisca_kz_connections") == 1
        assert len(running.events("the folder of the metrics is gone; they are of one process each")) == 1
        os.kill(int(re.search(rb"\d+", running.get("/health")[2])[0]), signal.SIGKILL)
        running.wait_for(lambda: running.events("a worker ended and is replaced"))
        assert running.metric('openfisca_kz_requests_total{method="GET",route="/health",status="200"}') == 0
        assert running.get("/health")[0] == 200
        assert running.stop() == 0
    assert list(temporary.iterdir()) == []


def test_a_start_takes_away_the_folders_of_those_that_were_killed_and_no_others(tmp_path, temporary):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    with server(tmp_path / "first") as killed:
        (abandoned,) = temporary.iterdir()
        killed.process.kill()
        killed.process.wait()
    others = temporary / "others"
    others.mkdir()
    with server(tmp_path / "first"):
        (used,) = set(temporary.iterdir()) - {others}
        with server(tmp_path / "second") as running:
            assert used.exists()
            assert not abandoned.exists()
            assert running.metric("openfisca_kz_connections") == 1
    assert list(temporary.iterdir()) == [others]


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
