"""What the Python tests of the server share: a running ibard, a client made of stock python3-protobuf and ssl, and a
runner that speaks TAP. Every wait has a limit; nothing sleeps for a guessed time."""
import hashlib
import os
import pathlib
import re
import select
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import traceback

LIMIT_S = 30
IBARD = sys.argv[1]
PROTO = pathlib.Path(sys.argv[2])

_generated = tempfile.TemporaryDirectory()
subprocess.run(['protoc', f'--proto_path={PROTO.parent}', f'--python_out={_generated.name}', PROTO.name], check=True)
sys.path.insert(0, _generated.name)
import ibar_pb2 as pb  # noqa: E402


def varint(number):
    out = b''
    while number > 0x7f:
        out += bytes([number & 0x7f | 0x80])
        number >>= 7
    return out + bytes([number])


class Closed(Exception):
    """The server closed the connection."""


class Ibard:
    """A server on a free port of loopback. `args` come after the defaults."""

    def __init__(self, data, *args, listen='127.0.0.1:0'):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([IBARD, '--listen', listen, '--data', str(data), *args],
                                        stdout=subprocess.PIPE, stderr=self.log,
                                        restore_signals=False)  # SIGXFSZ stays ignored: a full disk is an error
        self.lines = []
        self._read_lines()
        values = [line.split(': ', 1) for line in self.lines if ': ' in line]
        self.address = next(value for key, value in values if key == 'listening')
        self.port = int(self.address.rsplit(':', 1)[1])
        self.fingerprint = next((value for key, value in values if key == 'fingerprint'), None)
        self.metrics = next((value for key, value in values if key == 'metrics'), None)
        self.seats = [tuple(value.split(' ')[:2]) for key, value in values if key == 'join']

    def _read_lines(self):
        end, text = time.monotonic() + LIMIT_S, b''
        while not text.endswith(b'ready\n'):
            if not select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f'ibard was not ready in {LIMIT_S} s: {text!r} {self.stderr()}')
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                raise AssertionError(f'ibard ended with {self.process.wait()}: {text!r} {self.stderr()}')
            text += part
        self.lines = text.decode().splitlines()

    def stderr(self):
        self.log.seek(0)
        return self.log.read().decode(errors='replace')

    def stop(self, number=signal.SIGTERM):
        """Returns the exit code. Nothing more may have come on standard output."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=LIMIT_S)
        assert rest == b'', f'ibard printed more than its contract: {rest!r}'
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        if failure:
            print('\n'.join(f'# ibard: {line}' for line in self.stderr().splitlines()[-40:]))
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()


class Client:
    """A connection in whole envelopes."""

    def __init__(self, server, tls=True):
        self.socket = socket.create_connection(('127.0.0.1', server.port), timeout=LIMIT_S)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the fingerprint is what is trusted
            self.socket = context.wrap_socket(self.socket)
            self.fingerprint = hashlib.sha256(self.socket.getpeercert(True)).hexdigest()
        self.bytes, self.last_id, self.told = b'', 0, []

    def close(self):
        self.socket.close()

    def under_tls(self):
        """The bare socket, to send what TLS would not."""
        return socket.socket(fileno=os.dup(self.socket.fileno()))

    def end_sending(self):
        """Closes the way to the server only."""
        with self.under_tls() as raw:
            raw.shutdown(socket.SHUT_WR)

    def send_bytes(self, data):
        self.socket.sendall(data)

    def send(self, **body):
        """Sends one envelope; returns its id. `seat` and `id` may be given beside the body."""
        self.last_id += 1
        envelope = pb.Envelope(id=body.pop('id', self.last_id), seat=body.pop('seat', 0))
        for name, message in body.items():
            getattr(envelope, name).CopyFrom(message)
            getattr(envelope, name).SetInParent()
        data = envelope.SerializeToString()
        self.send_bytes(varint(len(data)) + data)
        return envelope.id

    def receive(self, limit=LIMIT_S):
        """The next envelope. Raises Closed at the end, TimeoutError when none comes."""
        end = time.monotonic() + limit
        while True:
            found = re.match(rb'[\x80-\xff]{0,4}[\x00-\x7f]', self.bytes)
            if found:
                length = sum((byte & 0x7f) << 7 * i for i, byte in enumerate(found[0]))
                if len(self.bytes) >= found.end() + length:
                    data = self.bytes[found.end():found.end() + length]
                    self.bytes = self.bytes[found.end() + length:]
                    return pb.Envelope.FromString(data)
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                part = self.socket.recv(65536)
            except ConnectionError:
                part = b''
            if not part:
                raise Closed()
            self.bytes += part

    def until(self, wanted, limit=LIMIT_S):
        """Reads on until an envelope satisfies `wanted`; what came before is kept in `told`."""
        end = time.monotonic() + limit
        while True:
            envelope = self.receive(max(0.01, end - time.monotonic()))
            if wanted(envelope):
                return envelope
            self.told.append(envelope)

    def ask(self, **body):
        """Sends a request and returns the body of its one answer."""
        number = self.send(**body)
        answer = self.until(lambda envelope: envelope.answers == number)
        return getattr(answer, answer.WhichOneof('body'))

    def hello(self):
        return self.ask(hello=pb.Hello(protocol=1, program='test'))

    def join(self, token, name='Tester'):
        self.hello()
        return self.ask(join=pb.Join(token=token, name=name))

    def body(self, name, limit=LIMIT_S, **fields):
        """The next body of this name whose fields have these values."""
        def wanted(envelope):
            if envelope.WhichOneof('body') != name:
                return False
            return all(getattr(getattr(envelope, name), key) == value for key, value in fields.items())
        for i, envelope in enumerate(self.told):
            if wanted(envelope):
                return getattr(self.told.pop(i), name)
        return getattr(self.until(wanted, limit), name)

    def alive(self):
        return type(self.ask(ping=pb.Ping())) is pb.Done

    def at_end(self, limit=LIMIT_S):
        """Reads to the end of the connection; returns the envelopes on the way."""
        seen = []
        try:
            while True:
                seen.append(self.receive(limit))
        except Closed:
            return seen


def table(server, count=3):
    """Joins the first seats of a server, sends their nonces, and waits for the order phase."""
    clients = []
    for i, (side, token) in enumerate(server.seats[:count]):
        client = Client(server, tls=server.fingerprint is not None)
        joined = client.join(token)
        assert type(joined) is pb.Joined and joined.side == side, joined
        client.seat, client.side = joined, side
        clients.append(client)
    for i, client in enumerate(clients):
        assert type(client.ask(ready=pb.Ready(nonce=bytes([i + 1] * 16)))) is pb.Done
    for client in clients:
        client.view = client.body('view', turn=1)
    return clients


def run(tests):
    """Runs the functions as TAP; exits 0 whatever failed, as meson reads the lines."""
    print(f'1..{len(tests)}', flush=True)
    for number, test in enumerate(tests, 1):
        try:
            with tempfile.TemporaryDirectory() as folder:
                test(pathlib.Path(folder))
            print(f'ok {number} - {test.__name__}', flush=True)
        except Exception:
            for line in traceback.format_exc().splitlines():
                print(f'# {line}')
            print(f'not ok {number} - {test.__name__}', flush=True)
