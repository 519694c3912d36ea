"""Vectors from a server of OpenAI's shape: one that answers, one that is busy, and some that answer wrongly."""
import collections
import hashlib
import http.server
import json
import os
import pathlib
import subprocess
import threading

import pytest

BMO = os.environ["BMO"]
DIMENSION = 32
KEY = "sk-river-delta-4711"


def embed(text):
    """The sum of a direction for each word, drawn from the word's hash."""
    out = [0.0] * DIMENSION
    for word in text.lower().split():
        for i, byte in enumerate(hashlib.sha256(word.encode()).digest()):
            out[i] += (byte - 127.5) / 127.5
    return out


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        server.requests.append((request, dict(self.headers)))
        if server.busy > 0:
            server.busy -= 1
            return self.reply(503, {"error": {"message": "warming up"}})
        if server.key and self.headers.get("Authorization") != f"Bearer {server.key}":
            return self.reply(401, {"error": {"message": f"no such key: {self.headers.get('Authorization')}"}})
        if request["model"] != "words":
            return self.reply(404, {"error": "no such model"})
        rows = [{"index": i, "embedding": embed(text)} for i, text in enumerate(request["input"])]
        return self.reply(200, server.spoil({"object": "list", "model": "words", "data": rows[::-1]}))

    def reply(self, status, body):
        body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    out = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    out.requests, out.busy, out.key, out.spoil = [], 0, "", lambda body: body
    threading.Thread(target=out.serve_forever, daemon=True).start()
    yield out
    out.shutdown()
    out.server_close()


def bmo(*arguments, key=None):
    environment = {k: v for k, v in os.environ.items() if k.lower() not in ("http_proxy", "all_proxy")}
    if key:
        environment["BMO_ENCODER_KEY"] = key
    return subprocess.run([BMO, "embed", *map(str, arguments)], capture_output=True, text=True, env=environment,
                          timeout=120, check=False)


def name_of(server, model="words"):
    return f"http://127.0.0.1:{server.server_port}/v1/embeddings#{model}"


def pairs(folder, count=1200):
    path = pathlib.Path(folder) / "pairs.jsonl"
    with open(path, "w", encoding="utf-8") as out:
        for i in range(count):
            out.write(json.dumps({"instruction": f"Name river {i} of the north é", "response": f"It is stream {i * 7}."}))
            out.write("\n")
    return path


def test_info_says_dimension_and_model(server):
    ran = bmo("info", name_of(server), "--json")
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert (answer["id"], answer["dimension"]) == ("http:words", DIMENSION)
    other = json.loads(bmo("info", name_of(server).replace("127.0.0.1", "localhost"), "--json").stdout)
    assert other["digest"] != answer["digest"]


def test_fits_a_table_from_batches_and_asks_for_each_text_once(server, tmp_path):
    source = pairs(tmp_path)
    fit = ["fit", source, "--teacher", name_of(server), "--rows", 300, "--dimension", 16, "--cache", tmp_path / "seen",
           "--quiet", "--json"]
    first = bmo(*fit, "--out", tmp_path / "one.table")
    assert first.returncode == 0, first.stderr
    sent = collections.Counter(text for request, _ in server.requests[1:] for text in request["input"])
    assert len(sent) == 2400 and set(sent.values()) == {1}
    assert max(len(request["input"]) for request, _ in server.requests) == 64
    assert json.loads(first.stdout)["rank_correlation"] > 0.3
    before = len(server.requests)
    again = bmo(*fit, "--out", tmp_path / "two.table")
    assert again.returncode == 0, again.stderr
    assert len(server.requests) == before + 1  # The one that asks for the dimension.
    assert (tmp_path / "one.table").read_bytes() == (tmp_path / "two.table").read_bytes()


def test_waits_where_the_server_is_busy(server):
    server.busy = 2
    assert bmo("info", name_of(server)).returncode == 0
    assert len(server.requests) == 3


def test_gives_up_on_a_server_that_stays_busy(server):
    server.busy = 99
    ran = bmo("info", name_of(server), "--json")
    assert ran.returncode == 74
    assert "E_ENDPOINT" in ran.stdout + ran.stderr and "warming up" in ran.stdout + ran.stderr
    assert len(server.requests) == 5


def test_sends_the_key_and_never_shows_it(server):
    server.key = KEY
    assert bmo("info", name_of(server), key=KEY).returncode == 0
    server.key = "another"
    ran = bmo("info", name_of(server), key=KEY)
    assert ran.returncode == 77
    assert KEY not in ran.stdout + ran.stderr and "***" in ran.stderr
    without = bmo("info", name_of(server))
    assert without.returncode == 77 and "BMO_ENCODER_KEY" in without.stderr


def test_says_where_the_model_is_not_there(server):
    ran = bmo("info", name_of(server, "songs"))
    assert ran.returncode == 66 and "no such model" in ran.stderr


def without_last(body):
    return {**body, "data": body["data"][:-1]}


def with_text(body):
    return {**body, "data": [{"index": 0, "embedding": "AAAA"}]}


def with_wrong_index(body):
    return {**body, "data": [{**item, "index": 7} for item in body["data"]]}


@pytest.mark.parametrize("spoil", [without_last, with_text, with_wrong_index, lambda body: "hello"])
def test_takes_no_reply_of_another_shape(server, spoil):
    server.spoil = spoil
    ran = bmo("info", name_of(server))
    assert ran.returncode == 66 and "E_ENDPOINT" in ran.stderr, ran.stderr


def test_says_that_nobody_listens(server):
    name = name_of(server)
    server.shutdown()
    server.server_close()
    ran = bmo("info", name)
    assert ran.returncode == 74 and "E_ENDPOINT" in ran.stderr


@pytest.mark.parametrize("name", ["127.0.0.1:9/v1/embeddings", "me:secret@127.0.0.1:9/v1#words"])
def test_refuses_names_that_cannot_be_meant(name):
    ran = bmo("info", "http://" + name)
    assert ran.returncode == 2 and "E_ENCODER" in ran.stderr and "secret" not in ran.stderr
