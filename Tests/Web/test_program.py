"""What a server does as a process: ends, killed ends, restarts, and other archives behind it."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time

import pydicom
import pytest

from served import PROGRAM, find, free_port, get, running, start, wait_for_series

OBJECT = "application/dicom; transfer-syntax=*"


def connection(address, timeout=30):
    return http.client.HTTPConnection(address.removeprefix("http://"), timeout=timeout)


def images(folder, count, study="2.25.761029"):
    """Study UID, and instances of one series as bytes by UID."""
    template = pydicom.dcmread(next(folder.glob("*.dcm")))
    made = {}
    for number in range(count):
        uid = f"{study}.{number + 1}"
        template.StudyInstanceUID, template.SeriesInstanceUID = study, f"{study}.0"
        template.SOPInstanceUID = template.file_meta.MediaStorageSOPInstanceUID = uid
        template.InstanceNumber = number + 1
        file = pydicom.filebase.DicomBytesIO()
        template.save_as(file, enforce_file_format=True)
        made[uid] = file.getvalue()
    return study, made


def store(link, body):
    link.request("POST", "/dicom-web/studies", body, {"Content-Type": "application/dicom", "Accept": "application/dicom+json"})
    answer = link.getresponse()
    return answer.status, answer.read()


@pytest.mark.parametrize("seed", range(4))
def test_what_was_acknowledged_outlives_a_kill(ball, tmp_path, seed):
    """Killed while several clients store: every acknowledged instance is there again, byte for byte, and none in pieces."""
    study, made = images(ball, 300)
    process, address = start("--store", tmp_path / "store", "-q")
    acknowledged, rest, lock = [], list(made), threading.Lock()

    def send():
        link = connection(address)
        while True:
            with lock:
                if not rest:
                    return
                uid = rest.pop()
            try:
                status, _ = store(link, made[uid])
            except OSError:
                return
            except http.client.HTTPException:
                return
            if status == 200:
                with lock:
                    acknowledged.append(uid)

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    after = random.Random(seed).randrange(1, 250)
    while len(acknowledged) < after and any(sender.is_alive() for sender in senders):
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for sender in senders:
        sender.join()
    assert len(acknowledged) >= after
    with running("--store", tmp_path / "store", "-q") as (_, address):
        while get(address, "/ready")[0] != 200:
            time.sleep(0.05)
        found = {item["00080018"]["Value"][0] for item in find(address, f"studies/{study}/instances?limit=1000")}
        assert set(acknowledged) <= found <= set(made)
        for uid in found:
            status, _, body = get(address, f"/dicom-web/studies/{study}/series/{study}.0/instances/{uid}", OBJECT)
            assert status == 200
            assert pydicom.dcmread(pydicom.filebase.DicomBytesIO(body)) == pydicom.dcmread(
                pydicom.filebase.DicomBytesIO(made[uid]))


def test_what_has_begun_ends_before_the_server_does(ball, tmp_path):
    study, made = images(ball, 1)
    ((uid, body),) = made.items()
    with running("--store", tmp_path / "store", "-q") as (process, address):
        link = connection(address)
        link.putrequest("POST", "/dicom-web/studies")
        for name, value in {"Content-Type": "application/dicom", "Content-Length": str(len(body))}.items():
            link.putheader(name, value)
        link.endheaders()
        link.send(body[:1000])
        time.sleep(0.3)
        process.terminate()
        refused = False
        for _ in range(100):
            try:
                get(address, "/health")
            except OSError:
                refused = True
                break
            time.sleep(0.05)
        assert refused, "who comes later is still heard"
        assert process.poll() is None
        link.send(body[1000:])
        answer = link.getresponse()
        assert answer.status == 200 and uid.encode() in answer.read()
        link.close()
        assert process.wait(timeout=30) == 0
    with running("--store", tmp_path / "store", "-q") as (_, address):
        wait_for_series(address, 1)
        assert len(find(address, f"studies/{study}/instances")) == 1


def test_a_restarted_server_reads_no_file_again(ball, series, tmp_path):
    """The index answers at once; where it is lost, it is made anew."""
    words = [ball, "--store", tmp_path / "store", "-q", "--rescan", "0"]
    with running(*words) as (_, address):
        wait_for_series(address, 1)
        pictures = [get(address, f"/dicom-web/{series}/rendered3d?viewport=40,40", "image/png")[2] for _ in range(2)]
    for path in ball.glob("*.dcm"):
        os.utime(path, ns=(0, path.stat().st_mtime_ns))
    with running(*words) as (_, address):
        assert len(find(address, "instances?limit=100")) == 32
        while get(address, "/ready")[0] != 200:
            time.sleep(0.02)
        # Where reading leaves no trace, this says nothing.
        assert not [path for path in ball.glob("*.dcm") if path.stat().st_atime_ns > 0]
        assert get(address, f"/dicom-web/{series}/rendered3d?viewport=40,40", "image/png")[2] == pictures[0] == pictures[1]
    for path in (tmp_path / "store").glob("index.sqlite*"):
        path.unlink()
    with running(*words) as (_, address):
        wait_for_series(address, 1)


def test_metrics_count_what_was_asked_and_name_nobody(ball, series, tmp_path):
    with running(ball, "--store", tmp_path / "store", "-q") as (_, address):
        wait_for_series(address, 1)
        for _ in range(3):
            assert get(address, f"/dicom-web/{series}/renderedmpr?viewport=40,40", "image/png")[0] == 200
        assert get(address, "/dicom-web/studies/9.9/series/9.9/rendered3d")[0] == 404
        status, headers, body = get(address, "/metrics")
    text = body.decode()
    assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4")
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    route = "GET /dicom-web/studies/*/series/*"
    assert values[f'sagitta_request_seconds_count{{route="{route}/renderedmpr",status="200"}}'] == "3"
    assert values[f'sagitta_request_seconds_bucket{{route="{route}/renderedmpr",status="200",le="+Inf"}}'] == "3"
    assert values[f'sagitta_request_seconds_count{{route="{route}/rendered3d",status="404"}}'] == "1"
    assert values["sagitta_cache_volumes"] == "1" and int(values["sagitta_cache_bytes"]) >= 4 * 32**3
    assert int(values["sagitta_cache_limit_bytes"]) > int(values["sagitta_cache_bytes"])
    assert int(values["process_resident_memory_bytes"]) > 1 << 20
    assert values["sagitta_requests_active"] == "1" and "sagitta_renders_cancelled_total" in values
    assert series.split("/")[1] not in text and "9.9" not in text


def test_a_video_takes_an_encoder(ball, series, tmp_path):
    path = f"/dicom-web/{series}/rendered3d?swivelrange=90&animationstepsize=30&viewport=32,32"
    with running(ball, "--store", tmp_path / "store", "-q", environment={"PATH": str(tmp_path)}) as (_, address):
        wait_for_series(address, 1)
        status, _, body = get(address, path, "video/mp4")
        assert status == 406 and b"image/gif" in body and b"video/mp4" not in body
        assert get(address, path, "video/mp4, image/gif;q=0.5")[1]["Content-Type"] == "image/gif"


def test_a_server_stands_before_another_archive(ball, series, tmp_path):
    behind = tmp_path / "behind"
    behind.mkdir()
    here = tmp_path / "here"
    here.mkdir()
    paths = [(f"/dicom-web/{series}/renderedmpr?viewport=60,60", "image/png"),
             (f"/dicom-web/{series}/rendered3d?viewport=60,60", "image/png"), (f"/dicom-web/{series}/metadata", "application/dicom+json")]
    process, archive = start(ball, "--store", behind / "store", "-q")
    wait_for_series(archive, 1)
    with running("--upstream", f"{archive}/dicom-web", "-q", folder=here) as (_, address):
        assert find(address, "studies") and len(find(address, f"{series}/instances")) == 32
        for path, accept in paths:
            mine, theirs = get(address, path, accept), get(archive, path, accept)
            assert mine[0] == theirs[0] == 200
            if accept == "image/png":
                assert mine[2] == theirs[2]
            else:
                assert len(json.loads(mine[2])) == len(json.loads(theirs[2])) == 32
        assert get(address, "/ready")[0] == 200
        process.terminate()
        assert process.wait(timeout=30) == 0
        assert get(address, "/ready")[0] == 503
        assert get(address, "/dicom-web/studies", "application/dicom+json")[0] == 502
    assert not list(here.iterdir()), "it keeps something"
    for words in ([ball], ["--store", "store"], ["--dicom-listen", f"127.0.0.1:{free_port()}"]):
        wrong = subprocess.run([PROGRAM / "sagitta-network", "serve", "--upstream", f"{archive}/dicom-web", *words],
                               capture_output=True, text=True, timeout=30, cwd=here)
        assert wrong.returncode == 64 and "--upstream" in wrong.stderr


def test_a_taken_port_of_the_network_is_no_obstacle_unless_it_was_asked_for(ball, tmp_path):
    log = tmp_path / "log"
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", 11112))
            other.listen()
        except OSError:
            pass  # somebody has it already
        with log.open("w") as errors, running(ball, "--store", tmp_path / "store", node=None, errors=errors) as (_, address):
            wait_for_series(address, 1)
        said = log.read_text()
        assert "no node of the DICOM network: 127.0.0.1:11112: cannot listen there" in said and "serving at" in said
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        place = f"127.0.0.1:{other.getsockname()[1]}"
        asked = subprocess.run([PROGRAM / "sagitta-network", "serve", "--store", tmp_path / "store", "--listen",
                                f"127.0.0.1:{free_port()}", "--dicom-listen", place], capture_output=True, text=True, timeout=60)
        assert asked.returncode != 0 and "cannot listen there" in asked.stderr


def test_the_node_listens_by_itself_and_not_where_a_token_guards(ball, tmp_path):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", 11112))
        except OSError:
            pytest.skip("another program has the port")
    log, token = tmp_path / "log", tmp_path / "token"
    token.write_text("secret\n")
    for words, listens in (([], True), (["--token-file", token], False)):
        with log.open("w") as errors, running(ball, "--store", tmp_path / "store", *words, node=None, errors=errors):
            for _ in range(50):
                if "dicom://127.0.0.1:11112" in log.read_text():
                    break
                time.sleep(0.05)
            if listens:
                subprocess.run([PROGRAM / "sagitta-network", "echo", "dicom://SAGITTA@127.0.0.1:11112"], check=True, timeout=30,
                               capture_output=True)
        assert ("listens at dicom://127.0.0.1:11112" in log.read_text()) == listens
