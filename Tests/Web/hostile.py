#!/usr/bin/env python3
"""Requests that nobody honest sends, in numbers: to a server that runs as a process, over connections made by hand.

What is sent is of one seed. Most requests are whole, many behind each other on a connection; some store bodies with
mistakes; some have bytes changed wherever they lie, and end their connection. No answer may be an error of the server,
nor tell anything of files that it does not serve; none of these may change; its memory has to stay bounded.
"""

import argparse
import collections
import hashlib
import json
import multiprocessing
import pathlib
import queue
import random
import re
import secrets
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Support"))

from served import PROGRAM, get, running, wait_for_series

WORDS = [
    "dicom-web", "studies", "series", "instances", "frames", "1", "2", "1,2,999999999999", "metadata", "rendered", "thumbnail",
    "bulkdata", "7FE00010", "7fe00010", "pixeldata", "renderedmpr", "rendered3d", "info", "wado", "..", ".", "", "%2e%2e",
    "%2e%2e%2f", "..%5C", "%00", "page", "view", "health", "ready", "metrics", "openapi.json", "etc", "passwd", "outside",
    "secret.dcm", "%F0%9F%99%82", "0", "%", "%zz", ";", "1.2.3", "*", "proc", "self", "environ", "index.sqlite", "store",
]
NAMES = [
    "limit", "offset", "includefield", "fuzzymatching", "PatientName", "StudyDate", "StudyTime", "StudyInstanceUID",
    "SeriesInstanceUID", "SOPInstanceUID", "ModalitiesInStudy", "00400275.00400009", "viewport", "window", "quality",
    "annotation", "annotate", "iccprofile", "accept", "charset", "pixel", "step", "center", "right", "down", "orientation",
    "preset", "shading", "crop", "overlay", "phase", "volume", "interpolation", "colormap", "invert", "mprslab",
    "renderingmethod", "viewpointposition", "viewpointlookat", "viewpointup", "viewpointright", "swivelrange",
    "curve", "animationstepsize", "animationrate", "renderedvolumetricmetadata", "volumeinputreference", "preliminary", "coarse",
    "values", "view", "requestType", "studyUID", "seriesUID", "objectUID", "contentType", "transferSyntax", "anonymize",
    "region", "frameNumber", "rows", "columns", "windowCenter", "windowWidth", "imageQuality", "%00", "a" * 300,
]
VALUES = [
    "1", "-1", "0", "yes", "no", "all", "nan", "-inf", "1e999", "1e-320", "9223372036854775807", "99999999999999999999", "1,1",
    "64,64", "16,16", "0,0", "64,64,0,0,-1,-1", "64,64,1e9,1e9,1,1", "1,0,0", "0,0,0", "0,0,1e300", "nan,nan,nan", ",,,,", "*",
    "?", "[[*?", "%5C", "%5C%5C*", "WADO", "image/png", "image/jpeg", "image/gif", "application/dicom", "application/x-npy",
    "application/dicom%2Bjson", "multipart/related", "20260101-", "-", "-20260101", "99999999-00000000", "../../etc/passwd",
    "/etc/passwd", "file:///etc/passwd", "%00", "a,b,linear", "40,400,linear", "40,0,sigmoid", "1e38,1e38,linear-exact",
    "maximum_ip", "minimum_ip", "average_ip", "volume_rendered", "bone", "ct-bone", "patient,technique", "identity", "30", "360",
    "%F0%9F%99%82", "%FF%FE", "Doe^*", "x" * 2000, "1.2.840.10008.1.2.1", "true", "0020000D", "StudyDescription,00081030",
]
# They cost a second each where they are taken: few of them show as much.
DEAR = ["2048,2048", "16384,16384", "65536,65536"]
HEADERS = [
    "Accept: */*", "Accept: ;;;,", "Accept: image/jpeg;q=x", "Accept: image/png", "Accept: multipart/related; type=",
    'Accept: multipart/related; type="application/octet-stream"; transfer-syntax=*', 'Accept: multipart/related; type="image/jls"',
    "Accept: application/dicom+json", "Accept: application/dicom+xml", "Accept: application/zip", "Accept: application/dicom",
    "Accept: " + ",".join(["a/b;q=0.1"] * 300), "Range: bytes=0-", "Range: bytes=-1", "Range: bytes=9-1", "Range: bytes=0-0,2-",
    "Range: bytes=99999999999999999999-", "If-None-Match: *", 'If-None-Match: "a", W/"b"', "If-Range: x", "Origin: null",
    "Accept-Encoding: gzip;q=0,gzip", "Accept-Encoding: gzip", "Origin: http://a b", "Access-Control-Request-Method: GET",
    "Expect: 100-continue", "X-Forwarded-Proto: javascript", "X-Forwarded-Proto: https", "Authorization: Bearer",
    "Authorization: Basic Og==", "Content-Type: multipart/related; boundary=", "Cookie: " + "c" * 4000, "X-Requested-With: a",
    "Accept-Charset: x", "If-Modified-Since: yesterday", "Forwarded: for=_x",
]
# What says where a request ends: only where the connection ends, too.
FRAMING = [
    "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1\r\nContent-Length: 2",
    "Transfer-Encoding: chunked", "Transfer-Encoding: chunked, identity", "Connection: upgrade\r\nUpgrade: h2c", "Host: a b",
    "Upgrade: websocket", "X: " + "y" * 70000, "\r\n".join(["X: y"] * 300), " folded", ": nameless", "N\0me: x",
    "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1",
]
METHODS = ["GET"] * 12 + ["HEAD"] * 3 + ["OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "SEARCH"]
FORMS = [
    "", "/metadata", "/rendered", "/thumbnail", "/renderedmpr", "/rendered3d", "/info", "/bulkdata", "/bulkdata/7FE00010",
    "/pixeldata", "/frames/1", "/frames/2", "/frames/1/rendered", "/frames/1/thumbnail", "/frames/0", "/series", "/instances",
]
STORING = 'multipart/related; type="application/dicom"; boundary=xyz'
APART = 'multipart/related; type="application/dicom+json"; boundary=xyz'


# Attributes of all levels that searches compare, and how.
SEARCHED = [
    "StudyDate", "StudyTime", "AccessionNumber", "ModalitiesInStudy", "ReferringPhysicianName", "PatientName", "PatientID",
    "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyID", "StudyDescription", "Modality", "SeriesDescription",
    "SeriesInstanceUID", "SeriesNumber", "SOPClassUID", "SOPInstanceUID", "InstanceNumber",
]
COMPARED = ["1", "a*", "20200101-", "-20300101", "20200101-20300101", "1.2,1.3", "1.2,1.3,1.4"]
# Requests of one kind, to see which of them something comes of.
KINDS = ["search", "whole", "picture", "storing", "broken"]


class Made:
    """Requests, each as bytes with the method that they have, of one seed; of one kind, or of all."""

    def __init__(self, seed, uids, file, dataset, kind=None):
        self.random = random.Random(seed)
        self.uids, self.file, self.dataset = uids, file, dataset
        self.kind = kind

    def next(self):
        """One that ends where it says."""
        r = self.random
        kind = self.kind or ("storing" if r.random() < 0.06 else "whole")
        return {"search": self.search, "picture": self.picture, "storing": self.storing}.get(kind, self.whole)()

    def search(self):
        """Attributes that belong together, and are compared, in some of very many ways."""
        r = self.random
        items = [f"{name}={r.choice(COMPARED)}" for name in r.sample(SEARCHED, r.randint(0, 8))]
        path = r.choice(["studies", "series", "instances"])
        return "GET", f"GET /dicom-web/{path}?{'&'.join(items)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()

    def picture(self):
        """A picture of stored pixels, or of the volume."""
        r = self.random
        study, series, instance = self.uids
        path = f"/dicom-web/studies/{study}/series/{series}"
        form = r.choice(["/renderedmpr", "/rendered3d", f"/instances/{instance}/rendered", f"/instances/{instance}/thumbnail"])
        window = f"{r.randint(-500, 500)},{r.randint(1, 900)},linear"
        target = f"{path}{form}?viewport={r.randint(8, 32)},{r.randint(8, 32)}&window={window}"
        return "GET", f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\n\r\n".encode()

    def target(self):
        r = self.random
        study, series, instance = self.uids
        if r.random() < 0.5:
            known = ["/dicom-web/studies", f"/{study}", f"/series/{series}", f"/instances/{instance}"]
            path = "".join(known[: r.randint(1, 4)]) + r.choice(FORMS)
            if r.random() < 0.3:
                place = r.randrange(len(path) + 1)
                path = path[:place] + r.choice(WORDS) + path[place + r.randint(0, 4) :]
        else:
            path = "/" + "/".join(r.choice(WORDS) for _ in range(r.randint(0, 9)))
        items = [f"{r.choice(NAMES)}={self.value()}" for _ in range(r.choice([0, 0, 1, 1, 2, 3, 4, 9]))]
        if r.random() < 0.02:
            items = [f"{r.choice(NAMES)}=1"] * r.choice([50, 500])
        return (path or "/") + ("?" + "&".join(items) if items else "")

    def value(self):
        r = self.random
        if r.random() < 0.0005:
            return r.choice(DEAR)
        if r.random() < 0.1:
            return r.choice(self.uids)
        return r.choice(VALUES)

    def printable(self, text):
        """Some characters are others, none of which ends a line."""
        r = self.random
        for _ in range(r.choice([0, 0, 0, 1, 2])):
            place = r.randrange(1, len(text) + 1)
            text = text[:place] + chr(r.randrange(0x21, 0x7F)) + text[place + r.randint(0, 1) :]
        return text

    def whole(self):
        r = self.random
        method = r.choice(METHODS)
        lines = [f"{method} {self.printable(self.target())} HTTP/1.1", "Host: x"]
        lines += [self.printable(r.choice(HEADERS)) if r.random() < 0.2 else r.choice(HEADERS) for _ in range(r.choice([0, 1, 1, 2, 4]))]
        if method in ("POST", "PUT", "PATCH"):
            lines.append("Content-Length: 0")
        return method, "\r\n".join(lines).encode() + b"\r\n\r\n"

    def storing(self):
        r = self.random
        is_apart = r.random() < 0.4
        parts = self.apart() if is_apart else [(b"application/dicom", b"", self.file)] * r.randint(1, 2)
        body = bytearray()
        for kind, location, content in parts:
            body += b"--xyz\r\nContent-Type: " + kind + b"\r\n" + location + b"\r\n" + content + b"\r\n"
        body += b"--xyz--\r\n"
        for _ in range(r.randint(0, 12)):
            place = r.randrange(len(body))
            kind = r.randrange(4)
            if kind == 0:
                body[place] = r.randrange(256)
            elif kind == 1:
                del body[place : place + 9]
            elif kind == 2:
                body[place:place] = b"--xyz\r\n"
            else:
                body[place : place + 4] = struct.pack("<I", r.choice([0, 1, 0xFFFFFFFF, 0x7FFFFFFF, 0xFFFE, 0x100]))
        kind = APART if is_apart else STORING
        kind = self.printable(kind) if r.random() < 0.1 else kind
        study = "/" + self.uids[0] if r.random() < 0.2 else ""
        head = f"POST /dicom-web/studies{study} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        return "POST", head.encode() + bytes(body)

    def apart(self):
        place = b"Content-Location: bulk/1\r\n"
        kinds = [b"application/octet-stream", b"image/jpeg", b"image/jls", b"image/jp2", b"image/dicom-rle", b"video/mp4", b"x"]
        return [(b"application/dicom+json", b"", self.dataset), (self.random.choice(kinds), place, self.file[-2048:])]

    def broken(self):
        """Any bytes are others: nobody knows where it ends."""
        r = self.random
        method = r.choice(METHODS + ["G\0T", "PRI", "", "CONNECT"])
        lines = [f"{method} {self.target()} HTTP/{r.choice(['1.1', '1.1', '1.0', '0.9', '2.0', '11'])}", "Host: x"]
        lines += [r.choice(HEADERS + FRAMING) for _ in range(r.randint(0, 5))]
        if r.random() < 0.1:
            text = bytearray(self.storing()[1])
        else:
            text = bytearray("\r\n".join(lines).encode() + b"\r\n\r\n")
        for _ in range(r.randint(0, 5)):
            place = r.randrange(len(text))
            if r.random() < 0.5:
                text[place] = r.randrange(256)
            elif r.random() < 0.5:
                del text[place : place + r.randint(1, 40)]
            else:
                text[place:place] = r.choice([b"\r\n", b"\n", b"\0", b" ", b"\r\n\r\n"])
            if not text:
                break
        if r.random() < 0.1:
            text = text[: r.randrange(len(text) + 1)]
        return bytes(text)


class Link:
    """A connection that takes answers apart."""

    def __init__(self, port):
        self.end = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Closed at once: hundreds of thousands would use the ports up.
        self.end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.bytes = bytearray()

    def more(self):
        try:
            piece = self.end.recv(1 << 20)
        except ConnectionError:
            piece = b""
        self.bytes += piece
        return bool(piece)

    def until(self, mark, start=0):
        while (place := self.bytes.find(mark, start)) < 0:
            if not self.more():
                return None
        return place + len(mark)

    def taken(self, count):
        while len(self.bytes) < count:
            if not self.more():
                return False
        return True

    def answer(self, method):
        """Status and bytes of the next answer; nothing if the connection ends before."""
        end = self.until(b"\r\n\r\n")
        if end is None:
            return None
        head = bytes(self.bytes[:end])
        status = int(head[9:12])
        lower = head.lower()
        if 100 <= status < 200:
            del self.bytes[:end]
            return self.answer(method)
        if method == "HEAD" or status in (204, 304):
            pass
        elif length := re.search(rb"\r\ncontent-length: *(\d+)", lower):
            end += int(length[1])
            if not self.taken(end):
                return None
        elif b"\r\ntransfer-encoding: chunked" in lower:
            while True:
                start = end
                if (end := self.until(b"\r\n", start)) is None:
                    return None
                size = int(self.bytes[start : end - 2].split(b";")[0], 16)
                end += size + 2
                if not self.taken(end):
                    return None
                if size == 0:
                    break
        whole = bytes(self.bytes[:end])
        del self.bytes[:end]
        return status, whole

    def close(self):
        self.end.close()


class Client:
    """Sends a share of all requests, and counts what becomes of them."""

    def __init__(self, port, made, signs):
        self.port, self.made, self.signs = port, made, signs
        self.counts, self.wrong = collections.Counter(), []

    def judge(self, request, answer):
        status, text = answer
        self.counts[status] += 1
        if status >= 500 and status not in (501, 503):
            self.wrong.append(f"{status} to {request[:300]!r}: {text[-300:]!r}")
        for sign in self.signs:
            if (place := text.find(sign)) >= 0:
                told = text[max(0, place - 300) : place + 300]
                self.wrong.append(f"{told!r} tells of {sign!r}, asked for {request[:300]!r}")

    def run(self, count):
        sent = 0
        while sent < count and len(self.wrong) < 10:
            many = min(16, count - sent)
            sent += self.connection(many)

    def connection(self, many):
        """Some requests behind each other, then one that is broken; the number of those that were dealt with."""
        made = self.made
        link = Link(self.port)
        try:
            # Where all are of a kind, only those of that kind are broken.
            is_broken = made.kind in (None, "broken")
            batch = [] if made.kind == "broken" else [made.next() for _ in range(many - is_broken)]
            self.send(link, b"".join(text for _, text in batch))
            for number, (method, text) in enumerate(batch):
                answer = link.answer(method)
                if answer is None:
                    self.counts["closed"] += 1
                    return number + 1
                self.judge(text, answer)
            if is_broken:
                self.end(link, made.broken())
            return len(batch) + is_broken
        except TimeoutError:
            self.wrong.append(f"no answer for a minute to one of {[text[:300] for _, text in batch]!r}")
            return many
        finally:
            link.close()

    def send(self, link, text):
        try:
            link.end.sendall(text)
        except ConnectionError:
            pass

    def end(self, link, text):
        self.send(link, text)
        try:
            link.end.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        while link.more():
            pass
        answers = re.findall(rb"HTTP/1\.[01] (\d\d\d) ", bytes(link.bytes))
        if not answers:
            self.counts["closed"] += 1
            return
        self.judge(text, (int(answers[0]), bytes(link.bytes)))


def client(port, made, signs, count, results):
    try:
        own = Client(port, made, signs)
        own.run(count)
        results.put((own.counts, own.wrong))
    except BaseException as error:
        results.put((collections.Counter(), [f"the client: {error!r}"]))
        raise


def resident(process):
    """Mebibytes that a process has in memory."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def contents(folder):
    """What lies below a folder, by name."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def attack(process, port, made, signs, share, memory, say):
    """Has a client for each of those who make requests send its share of them."""
    results = multiprocessing.Queue()
    senders = [multiprocessing.Process(target=client, args=(port, own, signs, share, results)) for own in made]
    start = told = time.monotonic()
    for sender in senders:
        sender.start()
    counts, wrong = collections.Counter(), []
    answered = 0
    while answered < len(senders):
        try:
            own, bad = results.get(timeout=1)
            counts += own
            wrong += bad
            answered += 1
        except queue.Empty:
            pass
        if process.poll() is not None:
            wrong.append(f"the server ended with {process.returncode}")
            break
        memory.append(resident(process))
        if time.monotonic() - told > 60:
            told = time.monotonic()
            say(f"{told - start:.0f} s: {memory[-1]:.0f} MiB")
    for sender in senders:
        sender.terminate() if wrong else sender.join()
    return counts, wrong


def besiege(folder, count, seed=18, clients=4, say=lambda line: None, kind=None, rounds=1):
    """Sends so many requests, in rounds; gives counts by status, memory, how long it took, and what was wrong.

    Memory is that before, all that was seen meanwhile, and as the last ones that after each round.
    """
    served, outside = folder / "served", folder / "outside"
    outside.mkdir(parents=True)
    command = [PROGRAM / "sagitta", "phantom", "sphere", "--size", "32", "--spacing", "4", "-o", served, "-q"]
    subprocess.run(command, check=True)
    truth = json.loads((served / "truth.json").read_text())
    file = next(served.glob("*.dcm"))
    secret = secrets.token_hex(16)
    # Somebody else's instance, text and link beside what is served.
    (outside / "secret.txt").write_text(secret)
    shutil.copy(file, outside / "secret.dcm")
    before = contents(outside) | contents(served)
    signs = [secret.encode(), b"root:x:", str(folder).encode()]
    words = [served, "--store", folder / "store", "--index", folder / "index.sqlite", "-q"]
    with open(folder / "log", "wb") as log, running(*words, errors=log) as (process, address):
        port = int(address.rsplit(":", 1)[1])
        wait_for_series(address, 1)
        study, series = truth["studyInstanceUID"], truth["seriesInstanceUID"]
        _, _, text = get(address, f"/dicom-web/studies/{study}/series/{series}/metadata", "application/dicom+json")
        dataset = json.loads(text)[:1]
        uids = (study, series, dataset[0]["00080018"]["Value"][0])
        dataset[0]["7FE00010"] = {"vr": "OW", "BulkDataURI": "bulk/1"}
        for path in ("renderedmpr", "rendered3d"):
            assert get(address, f"/dicom-web/studies/{study}/series/{series}/{path}?viewport=32,32")[0] == 200
        memory = [resident(process)]
        values = (uids, file.read_bytes(), json.dumps(dataset).encode(), kind)
        start = time.monotonic()
        counts, wrong, after = collections.Counter(), [], []
        for number in range(rounds):
            made = [Made(seed * 1000 + number * clients + n, *values) for n in range(clients)]
            own, bad = attack(process, port, made, signs, -(-count // clients // rounds), memory, say)
            counts += own
            wrong += bad
            if process.poll() is None:
                after.append(resident(process))
        seconds = time.monotonic() - start
        if process.poll() is None:
            status, _, _ = get(address, "/health")
            if status != 200:
                wrong.append(f"/health answers {status}")
        memory += after
    if contents(outside) | contents(served) != before:
        wrong.append("files that are not the server's to write have changed")
    expected = {"served", "outside", "store", "log"} | {f"index.sqlite{end}" for end in ("", "-wal", "-shm", "-journal")}
    strange = {path.name for path in folder.iterdir()} - expected
    if strange:
        wrong.append(f"files that nobody asked for: {sorted(strange)}")
    return counts, memory, seconds, wrong


def main():
    parser = argparse.ArgumentParser(prog="Tests/Web/hostile.py", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000, help="how many; default 1000000")
    parser.add_argument("--seed", type=int, default=18, help="another one makes other requests; default 18")
    parser.add_argument("--clients", type=int, default=4, help="processes that send; default 4")
    parser.add_argument("--kind", choices=KINDS, help="only requests of this kind; default all")
    parser.add_argument("--most-memory", type=int, default=300, help="MiB that the server may grow by; default 300")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts, memory, seconds, wrong = besiege(
            pathlib.Path(folder), options.requests, options.seed, options.clients, lambda line: print(line, flush=True),
            kind=options.kind,
        )
        print((pathlib.Path(folder) / "log").read_text()[-2000:], end="")
    total = sum(counts.values())
    print(f"{total} requests in {seconds:.0f} s, {total / seconds:.0f} a second")
    for status, number in sorted(counts.items(), key=lambda item: str(item[0])):
        print(f"  {status}: {number}")
    print(f"memory: {memory[0]:.0f} MiB before, {max(memory):.0f} at the most, {memory[-1]:.0f} after")
    if max(memory) - memory[0] > options.most_memory:
        wrong.append(f"the server has grown by {max(memory) - memory[0]:.0f} MiB")
    for line in wrong:
        print(f"WRONG: {line}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
