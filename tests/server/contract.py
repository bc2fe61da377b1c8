"""The command line of ibard: what it prints, how it ends, what it keeps."""
import os
import re
import resource
import signal
import socket
import stat
import subprocess
import time
import urllib.request

from ibard import IBARD, Client, Closed, Ibard, pb, run, table

JOIN = r'join: (police|kfor|irregulars) ([0-9a-f]{32}) ibar --connect 127\.0\.0\.1:(\d+) --seat ([0-9a-f]{32})'


def call(*args, **env):
    return subprocess.run([IBARD, *map(str, args)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **env})


def assert_failed(run_, code, *words):
    assert run_.returncode == code, (run_.returncode, run_.stderr)
    assert run_.stdout == '', f'a failure printed on standard output: {run_.stdout}'
    message = [line for line in run_.stderr.splitlines() if line.startswith('ibard: ')]
    assert len(message) == 1 and message[0].endswith('.'), f'not one whole sentence: {run_.stderr}'
    for word in words:
        assert word in message[0], f'{word!r} is not in {message[0]!r}'


def test_standard_output_follows_the_contract_line_by_line(folder):
    with Ibard(folder / 'data', '--metrics', '127.0.0.1:0') as server:
        lines = server.lines
        assert re.fullmatch(r'listening: 127\.0\.0\.1:\d+', lines[0]), lines[0]
        assert re.fullmatch(r'fingerprint: [0-9a-f]{64}', lines[1]), lines[1]
        joins = [re.fullmatch(JOIN, line) for line in lines[2:5]]
        assert all(joins), lines
        assert [j[1] for j in joins] == ['police', 'kfor', 'irregulars']
        assert all(j[2] == j[4] and int(j[3]) == server.port for j in joins)
        assert re.fullmatch(r'metrics: 127\.0\.0\.1:\d+', lines[5]), lines[5]
        assert lines[6:] == ['ready']
        assert server.stop() == 0


def test_the_log_never_shows_a_token(folder):
    with Ibard(folder / 'data') as server:
        clients = table(server)
        client = Client(server)
        client.join('0123456789abcdef0123456789abcdef')
        server.stop()
        log = server.stderr()
        assert 'event=connection_opened' in log and re.match(r'<[0-7]>', log)
        for _, token in server.seats:
            assert token not in log, 'a token is in the log'
        assert '0123456789abcdef' not in log, 'a token that was tried is in the log'


def test_help_and_version(folder):
    help_ = call('--help')
    assert help_.returncode == 0 and help_.stderr == ''
    for option in ('listen', 'data', 'create', 'seat', 'turn-seconds', 'tls', 'metrics', 'config', 'help', 'version'):
        assert f'--{option}' in help_.stdout, option
    version = call('--version')
    assert version.returncode == 0 and re.fullmatch(r'ibard \d+\.\d+\.\d+\n', version.stdout), version.stdout


def test_wrong_usage_exits_2_with_a_sentence(folder):
    data = ('--data', folder / 'data')
    assert_failed(call('--bogus', *data), 2, '--bogus')
    assert_failed(call('stray', *data), 2, 'stray')
    assert_failed(call('--listen', '127.0.0.1', *data), 2, '--listen', 'ADDR:PORT')
    assert_failed(call('--listen', '127.0.0.1:70000', *data), 2, '65535')
    assert_failed(call('--turn-seconds', 'soon', *data), 2, '--turn-seconds')
    assert_failed(call('--tls', 'maybe', *data), 2, '--tls')
    assert_failed(call('--seat', 'police', *data), 2, '--seat')
    assert_failed(call('--seat', 'police=ai:nobody', *data), 2, 'nobody', 'scripted')
    assert_failed(call('--seat', 'navy=ai:scripted', *data), 2, 'navy', 'irregulars')
    assert_failed(call('--create', 'bridge-checkpoint', '--seat', 'navy=human', *data), 2, 'navy', 'irregulars')
    assert_failed(call('--create', 'no-such-place', *data), 2, 'no-such-place')
    assert_failed(call('--create', '../../etc', *data), 2, 'there is no scenario')
    assert not (folder / 'data').exists(), 'wrong usage left something behind'


def test_a_port_in_use_exits_1_with_a_sentence(folder):
    with socket.create_server(('127.0.0.1', 0)) as taken:
        port = taken.getsockname()[1]
        failed = call('--listen', f'127.0.0.1:{port}', '--data', folder / 'data')
        assert_failed(failed, 1, str(port), 'address already in use')
        failed = call('--listen', '127.0.0.1:0', '--metrics', f'127.0.0.1:{port}', '--data', folder / 'data')
        assert_failed(failed, 1, 'Metrics', str(port))


def test_a_folder_that_cannot_be_made_exits_1_with_a_sentence(folder):
    (folder / 'file').write_text('')
    assert_failed(call('--listen', '127.0.0.1:0', '--data', folder / 'file/data'), 1, 'data folder')


def test_a_bad_certificate_exits_1_with_a_sentence(folder):
    (folder / 'bad.pem').write_text('nothing\n')
    bad = folder / 'bad.pem'
    assert_failed(call('--listen', '127.0.0.1:0', '--data', folder / 'd', '--tls', f'{bad}:{bad}'), 1, 'bad.pem')
    assert_failed(call('--listen', '127.0.0.1:0', '--data', folder / 'd', '--tls', f'{folder}/none:{bad}'), 1, 'none', 'No such file')


def test_two_servers_do_not_share_a_folder(folder):
    with Ibard(folder / 'data'):
        assert_failed(call('--listen', '127.0.0.1:0', '--data', folder / 'data'), 1, 'Another ibard')


def test_seats_games_and_their_number_come_from_the_command_line(folder):
    with Ibard(folder / 'data', '--create', 'bridge-checkpoint:Tuesday', '--create', 'bridge-checkpoint',
               '--seat', 'kfor=ai:scripted') as server:
        assert [side for side, _ in server.seats] == ['police', 'irregulars'] * 2
        assert len({token for _, token in server.seats}) == 4
        client = Client(server)
        assert client.join(server.seats[0][1]).game_name == 'Tuesday'
        assert server.stop() == 0
    with Ibard(folder / 'data', '--create', 'bridge-checkpoint:Friday') as server:
        assert [side for side, _ in server.seats] == ['police', 'irregulars'] * 2 + ['police', 'kfor', 'irregulars']


def test_a_start_with_the_same_games_makes_no_more_of_them(folder):
    """A service starts again and again with the same file."""
    (folder / 'conf').write_text('listen = 127.0.0.1:0\ncreate = bridge-checkpoint:Friday\ncreate = bridge-checkpoint\n')
    with Ibard(folder / 'data', '--config', folder / 'conf') as server:
        seats = server.seats
        assert len(seats) == 6 and server.stop() == 0
    with Ibard(folder / 'data', '--config', folder / 'conf') as server:
        assert server.seats == seats and server.stop() == 0
    with Ibard(folder / 'data', '--config', folder / 'conf', '--create', 'bridge-checkpoint') as server:
        assert server.seats[:6] == seats and len(server.seats) == 9, 'the command line asks for one more'
        again = server.seats
        names = [line for line in server.lines if not line.startswith('join: ')][2:-1]
        assert names == ['game: Friday', 'game: bridge-checkpoint', 'game: bridge-checkpoint'], server.lines
    with Ibard(folder / 'data', '--config', folder / 'conf', '--create', 'bridge-checkpoint') as server:
        assert server.seats[:9] == again and len(server.seats) == 12, 'and does so at each start'


def test_a_single_game_has_no_heading_at_any_start(folder):
    (folder / 'conf').write_text('listen = 127.0.0.1:0\ncreate = bridge-checkpoint:Friday\n')
    for start in ('first', 'second'):
        with Ibard(folder / 'data', '--config', folder / 'conf') as server:
            assert not [line for line in server.lines if line.startswith('game: ')], (start, server.lines)
            assert len(server.seats) == 3 and server.stop() == 0


def test_join_lines_show_the_address_that_players_use(folder):
    for given, shown in (('games.example.org', 'games.example.org:PORT'), ('games.example.org:443', 'games.example.org:443'),
                         ('[2001:db8::1]:7', '[2001:db8::1]:7')):
        with Ibard(folder / 'data', '--public-address', given) as server:
            lines = [line for line in server.lines if line.startswith('join: ')]
            shown = shown.replace('PORT', str(server.port))
            assert len(lines) == 3 and all(f' ibar --connect {shown} --seat ' in line for line in lines), lines
    for wrong in ('', 'two words', 'host:99999', '2001:db8::1'):
        assert_failed(call('--public-address', wrong, '--data', folder / 'd'), 2, '--public-address')


def test_notices_that_cannot_be_given_are_told_at_the_start(folder):
    (folder / 'plain').write_text('#!/bin/sh\n')
    for command in (folder / 'missing', folder / 'plain', folder):
        assert_failed(call('--notice-command', command, '--data', folder / 'd'), 2, 'cannot be run')
    for url in ('https://', 'http://chat.example.org:port/', 'ftp://chat.example.org'):
        assert_failed(call('--notice-url', url, '--data', folder / 'd'), 2, '--notice-url')


def test_options_come_from_a_file_and_the_command_line_wins(folder):
    (folder / 'conf').write_text(f'# a server\nlisten = 127.0.0.1:1\ntls = off\nseat = kfor=ai:scripted\n'
                                 f'seat = irregulars = ai:random\n')
    assert_failed(call('--config', folder / 'conf', '--data', folder / 'd'), 2, f'{folder}/conf:5')
    (folder / 'conf').write_text('# a server\nlisten = 127.0.0.1:1\ntls = off\nseat = kfor=ai:scripted\n')
    with Ibard(folder / 'data', '--config', folder / 'conf') as server:
        assert server.fingerprint is None and server.port != 1
        assert [side for side, _ in server.seats] == ['police', 'irregulars']
        client = Client(server, tls=False)
        assert type(client.join(server.seats[0][1])) is pb.Joined
    assert_failed(call('--config', folder / 'missing'), 1, 'missing')
    (folder / 'conf').write_text('listen = 127.0.0.1:0\ncolour = red\n')
    assert_failed(call('--config', folder / 'conf'), 2, 'conf:2', 'colour')


def test_after_a_restart_games_go_on_tokens_are_the_same_and_no_second_game_is_made(folder):
    with Ibard(folder / 'data') as server:
        before = server.seats
        fingerprint = server.fingerprint
        assert server.stop() == 0
    with Ibard(folder / 'data') as server:
        assert [side for side, _ in server.seats] == ['police', 'kfor', 'irregulars']
        assert server.seats == before, 'the same join lines are printed at each start'
        assert server.fingerprint == fingerprint, 'a restart changed the certificate'
        games = set()
        for _, token in before:
            client = Client(server)
            games.add(client.join(token).game)
            client.close()
        assert len(games) == 1, games


def test_the_key_is_for_its_owner_alone(folder):
    """S-KEY-1"""
    with Ibard(folder / 'data') as server:
        for path in (folder / 'data').iterdir():
            mode = stat.S_IMODE(path.stat().st_mode)
            assert path.name == 'certificate.pem' or mode & 0o077 == 0, (path.name, oct(mode))
        assert Client(server).fingerprint == server.fingerprint


def test_sigterm_and_sigint_tell_the_clients_and_exit_0(folder):
    for number in (signal.SIGTERM, signal.SIGINT):
        with Ibard(folder / f'data{number}') as server:
            client = Client(server)
            client.join(server.seats[0][1])
            assert server.stop(number) == 0
            seen = client.at_end()
            notices = [e.notice.text for e in seen if e.WhichOneof('body') == 'notice']
            assert len(notices) == 1 and 'stops' in notices[0], seen


def test_sighup_reads_the_certificate_again(folder):
    def make(name):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-days', '2', '-subj', f'/CN={name}', '-keyout', folder / 'k.pem', '-out', folder / 'c.pem'],
                       check=True, capture_output=True)
    make('one')
    with Ibard(folder / 'data', '--tls', f'{folder}/c.pem:{folder}/k.pem') as server:
        old = Client(server)
        old.join(server.seats[0][1])
        assert old.fingerprint == server.fingerprint
        make('two')
        server.process.send_signal(signal.SIGHUP)
        client = Client(server)
        for _ in range(100):  # the signal may arrive after the first connection
            if client.fingerprint != server.fingerprint:
                break
            client = Client(server)
        assert client.fingerprint != server.fingerprint
        assert old.alive(), 'the reload broke a connection'
        (folder / 'c.pem').write_text('broken')
        server.process.send_signal(signal.SIGHUP)
        assert Client(server).hello().protocol == 1
        assert server.stop() == 0
        assert 'event=reload_failed' in server.stderr()


def value(server, name):
    with urllib.request.urlopen(f'http://{server.metrics}/metrics', timeout=120) as reply:
        text = reply.read().decode()
    return int(re.search(rf'^{name} (\d+)$', text, re.M)[1])


def test_when_the_journal_cannot_be_written_nothing_is_acknowledged(folder):
    """S-JOURNAL-1"""
    with Ibard(folder / 'data', '--metrics', '127.0.0.1:0') as server:
        clients = table(server)
        unit = next(unit.unit for unit in clients[0].view.units if unit.status == 2)
        put = pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=1)
        assert type(clients[0].ask(order_put=put)) is pb.Done
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, 1))  # as a full disk
        for client in clients:
            number = client.send(commit=pb.Commit(committed=True, turn=1))
            try:
                answer = client.until(lambda envelope: envelope.answers == number)
                assert answer.error.code == pb.ERROR_JOURNAL, answer
            except Closed:
                pass
        end = time.monotonic() + 120
        while value(server, 'ibar_journal_failed') != 1 and time.monotonic() < end:
            pass
        assert value(server, 'ibar_journal_failed') == 1
        assert server.stop() == 1
    with Ibard(folder / 'data') as server:
        client = Client(server)
        client.join(server.seats[0][1])
        assert [order.kind for order in client.body('view').plan] == ['hold'], 'what was acknowledged is not there'


def test_metrics_count(folder):
    with Ibard(folder / 'data', '--metrics', '127.0.0.1:0') as server:
        clients = table(server)
        end = time.monotonic() + 120
        while value(server, 'ibar_seats_connected') != 3 and time.monotonic() < end:
            pass
        assert value(server, 'ibar_seats_connected') == 3
        assert value(server, 'ibar_games') == 1
        assert value(server, 'ibar_connections_total') == 3


run([test for name, test in list(globals().items()) if name.startswith('test_')])
