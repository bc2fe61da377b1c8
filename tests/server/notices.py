"""Players who are not there are called: by a real command and at a real web server, with time limits, retries and
bounds, and without a token in it."""
import http.server
import json
import os
import pathlib
import queue
import re
import threading
import time

for name in ('http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'):
    os.environ.pop(name, None)  # the web server of the test is on this computer

from ibard import LIMIT_S, Ibard, pb, run, table  # noqa: E402


class Web:
    """A web server that answers with the given statuses, one after the other, then with 200."""

    def __init__(self, *statuses, hold=None):
        self.bodies, self.left = queue.Queue(), list(statuses)
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                web.bodies.put((time.monotonic(), self.path, self.headers['Content-Type'], json.loads(body)))
                if hold:
                    hold.wait(LIMIT_S)
                self.send_response(web.left.pop(0) if web.left else 200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_port}/hook?key=secret'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self):
        return self.bodies.get(timeout=LIMIT_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def script(folder, text):
    path = folder / 'call'
    path.write_text('#!/bin/sh\n' + text)
    path.chmod(0o755)
    return str(path)


def lines_of(path, count):
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        if path.exists() and len(path.read_text().splitlines()) >= count:
            return path.read_text().splitlines()
        time.sleep(0.05)
    raise AssertionError(f'{path} has no {count} lines: {path.read_text() if path.exists() else None}')


def leave_and_play(server, clients):
    """Police and KFOR commit and go; the last commits: the next turn calls the two."""
    for client in clients[:2]:
        assert type(client.ask(commit=pb.Commit(committed=True))) is pb.Done
        client.close()
    clients[2].body('table', turn=1)
    wait_gone(clients[2])
    assert type(clients[2].ask(commit=pb.Commit(committed=True))) is pb.Done


def wait_gone(client):
    while True:
        told = client.until(lambda e: e.WhichOneof('body') == 'table').table
        if not told.seats[0].connected and not told.seats[1].connected:
            return


# S-NOTICE-1, S-NOTICE-2
def test_a_command_is_run_with_the_facts_and_nothing_else(folder):
    out = folder / 'calls'
    command = script(folder, f'printf "%s|%s|%s|%s|%s|%s|%s|%s\\n" "$IBAR_EVENT" "$IBAR_GAME" "$IBAR_GAME_NAME" '
                             f'"$IBAR_SIDE" "$IBAR_PLAYER" "$IBAR_TURN" "$#" "$(env | grep -c ".")" >> {out}\n'
                             f'env > {folder}/environment\n')
    os.environ['IBAR_TEST_SECRET'] = 'not for the command'
    try:
        server = Ibard(folder / 'data', '--notice-command', command, '--create', "bridge-checkpoint:It's $(id) `here`")
    finally:
        del os.environ['IBAR_TEST_SECRET']
    with server:
        clients = table(server)
        leave_and_play(server, clients)
        calls = sorted(line.rsplit('|', 1)[0] for line in lines_of(out, 2))
        assert calls == ["your_turn|1|It's $(id) `here`|kfor|Tester|2|0",
                         "your_turn|1|It's $(id) `here`|police|Tester|2|0"], calls
        environment = (folder / 'environment').read_text()
        assert 'IBAR_TEST_SECRET' not in environment
        for _, token in server.seats:
            assert token not in environment
        assert server.stop() == 0


# S-NOTICE-2
def test_a_web_address_gets_json_and_is_tried_again(folder):
    with Web(503, 500) as web, Ibard(folder / 'data', '--notice-url', web.url, '--create',
                                    'bridge-checkpoint:Says "no\\yes"') as server:
        clients = table(server)
        leave_and_play(server, clients)
        first, second = web.next(), web.next()
        again = [web.next(), web.next()]
        assert {first[3]['side'], second[3]['side']} == {'police', 'kfor'}
        for at, path, kind, body in (first, second, *again):
            assert path == '/hook?key=secret' and kind == 'application/json'
            assert body['event'] == 'your_turn' and body['turn'] == 2 and body['player'] == 'Tester'
            assert body['game'] == 1 and body['game_name'] == 'Says "no\\yes"'
            assert body['text'] == body['content'] and 'it is your turn' in body['text']
            assert set(body) == {'event', 'game', 'game_name', 'side', 'player', 'turn', 'text', 'content'}
            for _, token in server.seats:
                assert token not in json.dumps(body)
        assert min(call[0] for call in again) - max(first[0], second[0]) > 0.5  # later, not at once
        assert 'secret' not in server.stderr()
        assert server.stop() == 0


def test_the_e_mail_of_the_page_is_sent(folder):
    """The script of docs/hosting.md, with another list of addresses and a program in the place of msmtp."""
    page = (pathlib.Path(__file__).resolve().parents[2] / 'docs/hosting.md').read_text()
    text = re.search(r'( {4}#!/bin/sh\n(?: {4}.*\n)+)', page)[1].replace('    ', '').replace('/etc/ibard-players',
                                                                                          f'{folder}/players')
    (folder / 'players').write_text('Nobody=nobody@example.org\nTester=tester@example.org\n')
    (folder / 'msmtp').write_text(f'#!/bin/sh\n(echo "$@"; cat; echo end) >> {folder}/mail\n')
    (folder / 'msmtp').chmod(0o755)
    path = os.environ['PATH']
    os.environ['PATH'] = f'{folder}:{path}'
    try:
        server = Ibard(folder / 'data', '--notice-command', script(folder, text.split('\n', 1)[1]), '--max-notices', '1')
    finally:
        os.environ['PATH'] = path
    with server:
        clients = table(server)
        leave_and_play(server, clients)
        mail = lines_of(folder / 'mail', 12)
        assert mail[:4] == ['-C /etc/ibard-msmtp -- tester@example.org', 'Subject: Ibar: your_turn', 'To: tester@example.org', ''], mail
        assert mail[4].startswith('Tester, it is your turn in "bridge-checkpoint" as ') and mail[5] == 'end', mail
        assert server.stop() == 0


# S-NOTICE-3
def test_a_command_that_hangs_is_ended_with_all_that_it_began(folder):
    marks = folder / 'marks'
    command = script(folder, f'sleep 1000 & echo $! >> {marks}\nwait\n')
    with Ibard(folder / 'data', '--notice-command', command, '--notice-seconds', '1') as server:
        clients = table(server)
        leave_and_play(server, clients)
        children = [int(line) for line in lines_of(marks, 2)]
        end = time.monotonic() + LIMIT_S
        while 'it took too long' not in server.stderr():
            assert time.monotonic() < end, server.stderr()
            time.sleep(0.05)
        for child in children:
            while alive(child):
                assert time.monotonic() < end, child
                time.sleep(0.05)
        assert clients[2].alive()
        assert server.stop() == 0


def alive(process):
    try:
        with open(f'/proc/{process}/stat') as stat:
            return stat.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


# S-NOTICE-3
def test_what_cannot_be_called_delays_no_game_and_no_end(folder):
    hold = threading.Event()
    call = folder / 'call'
    call.write_text('#!/bin/sh\n')
    call.chmod(0o755)
    with Web(hold=hold) as web, Ibard(folder / 'data', '--notice-url', web.url, '--notice-command', call,
                                      '--turn-seconds', '1') as server:
        call.unlink()
        clients = table(server)
        for client in clients[:2]:
            client.close()
        # Turn after turn calls two seats; posts hang, so that what waits is replaced and the game goes on.
        for turn in range(2, 6):
            clients[2].body('view', turn=turn)
        assert clients[2].alive()
        assert 'notice_failed' in server.stderr()
        assert server.stop() == 0  # though posts are under way
        hold.set()
        assert web.bodies.qsize() == 2


run([test_a_command_is_run_with_the_facts_and_nothing_else, test_a_web_address_gets_json_and_is_tried_again,
     test_the_e_mail_of_the_page_is_sent, test_a_command_that_hangs_is_ended_with_all_that_it_began,
     test_what_cannot_be_called_delays_no_game_and_no_end])
