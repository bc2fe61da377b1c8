"""What a host relies on: systemd's protocols, backup while games are played, numbers for Prometheus, limits by option
and file, and a log that can be read by programs and holds no secret."""
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request

from ibard import IBARD, Client, Ibard, pb, run, table

TOP = pathlib.Path(__file__).resolve().parents[2]


def call(*args):
    return subprocess.run([IBARD, *map(str, args)], capture_output=True, text=True, timeout=120)


class Manager:
    """Stands for systemd at the other end of NOTIFY_SOCKET."""

    def __init__(self, folder):
        self.path = str(folder / 'notify')
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(120)

    def __enter__(self):
        os.environ['NOTIFY_SOCKET'] = self.path
        return self

    def __exit__(self, *_):
        for name in ('NOTIFY_SOCKET', 'WATCHDOG_USEC'):
            os.environ.pop(name, None)
        self.socket.close()

    def until(self, word):
        while True:
            text = self.socket.recv(4096).decode()
            if word in text.splitlines()[0]:
                return text


def test_systemd_hears_ready_alive_reload_and_stopping(folder):
    with Manager(folder) as manager:
        os.environ['WATCHDOG_USEC'] = '400000'
        with Ibard(folder / 'data') as server:
            manager.until('READY=1')
            manager.until('WATCHDOG=1')
            manager.until('WATCHDOG=1')
            server.process.send_signal(signal.SIGHUP)
            assert 'MONOTONIC_USEC=' in manager.until('RELOADING=1')
            manager.until('READY=1')
            server.process.send_signal(signal.SIGTERM)
            manager.until('STOPPING=1')
            assert server.process.wait(120) == 0


def test_a_socket_that_systemd_opened_is_taken(folder):
    with socket.create_server(('127.0.0.1', 0)) as listener:
        port = listener.getsockname()[1]
        script = f'exec 3<&{listener.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
        process = subprocess.Popen(['bash', '-c', script, 'bash', IBARD, '--data', folder / 'data', '--listen',
                                    '127.0.0.1:1'], pass_fds=[listener.fileno()], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            assert process.stdout.readline() == f'listening: 127.0.0.1:{port}\n'
            while process.stdout.readline() != 'ready\n':
                assert process.poll() is None
            server = type('Activated', (), {'port': port})
            assert Client(server).hello().protocol == 1
        finally:
            process.terminate()
            process.communicate(timeout=120)
        assert process.returncode == 0


def test_what_is_installed_is_whole(folder):
    build = pathlib.Path(IBARD).resolve().parents[1]
    installed = subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--destdir', folder], capture_output=True, text=True)
    assert installed.returncode == 0, installed.stdout
    maps, = folder.glob('**/share/ibar/maps')
    program, = folder.glob('**/bin/ibard')
    units = next(folder.glob('**/lib/systemd/system/ibard.service')).parent
    sources = TOP / 'maps'
    for file in ['LICENSE', 'rules.json', 'north-kosovo.tmj', *(f'scenarios/{path.name}' for path in (sources / 'scenarios').iterdir())]:
        assert (maps / file).read_bytes() == (sources / file).read_bytes(), file
    text = (units / 'ibard.service').read_text()
    for line in ('Type=notify', 'WatchdogSec=', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'DynamicUser=yes',
                 'SystemCallFilter=', 'MemoryDenyWriteExecute=yes', 'RestrictAddressFamilies='):
        assert line in text, line
    for unit in sorted(units.glob('ibard*')):
        unit.write_text(re.sub(r'(?<=[= ])/[^ ]*/bin/ibard', str(program), unit.read_text()))
    names = sorted(unit.name for unit in units.glob('ibard*'))
    assert names == ['ibard-backup.service', 'ibard-backup.timer', 'ibard.service', 'ibard.socket']
    if not shutil.which('systemd-analyze'):
        return
    for unit in names:
        verified = subprocess.run(['systemd-analyze', 'verify', '--man=no', units / unit], capture_output=True, text=True)
        about = [line for line in verified.stderr.splitlines() if str(folder) in line or 'ibard' in line]
        assert not about, about


def test_a_data_folder_may_be_a_link(folder):
    (folder / 'private').mkdir()
    (folder / 'data').symlink_to('private')  # as /var/lib/ibard is one under DynamicUser=
    with Ibard(folder / 'data') as server:
        seats = server.seats
        server.stop(signal.SIGKILL)
    with Ibard(folder / 'data') as server:
        assert server.seats == seats
    assert call('--data', folder / 'data', '--backup', folder / 'copy').returncode == 0


def hold(client, turn=1):
    unit = next(unit.unit for unit in client.view.units if unit.status == 2)
    return client.ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=turn))


def test_a_backup_while_games_are_played_is_a_server_of_its_own(folder):
    """S-BACKUP-1"""
    copies = folder / 'copies'
    copies.mkdir()
    with Ibard(folder / 'data') as server:
        clients = table(server)
        assert type(hold(clients[0])) is pb.Done
        playing = subprocess.Popen([IBARD, '--data', folder / 'data', '--backup', copies / 'journal.sqlite'],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        while playing.poll() is None:
            assert type(hold(clients[1])) is pb.Done
        assert playing.stdout.read() == f'backup: {copies}/journal.sqlite\n' and playing.returncode == 0
        assert os.listdir(copies) == ['journal.sqlite'], 'only the copy is left'
        assert (copies / 'journal.sqlite').stat().st_mode & 0o777 == 0o600
        token = server.seats[0][1]
        assert server.stop() == 0
    with Ibard(copies) as restored:
        client = Client(restored)
        assert client.join(token).side == 'police', 'tokens hold in the copy'
        assert [order.kind for order in client.body('view').plan] == ['hold']


def test_a_backup_replaces_nothing_and_says_why_it_failed(folder):
    with Ibard(folder / 'data'):
        pass
    (folder / 'old').write_text('precious')
    for target, data, word in (('old', 'data', 'does not exist yet'), ('none/copy', 'data', 'none/copy'),
                               ('copy', 'nowhere', 'no journal')):
        failed = call('--data', folder / data, '--backup', folder / target)
        assert failed.returncode == 1 and failed.stdout == '', failed
        assert word in failed.stderr and failed.stderr.rstrip().endswith('.'), failed.stderr
    assert (folder / 'old').read_text() == 'precious' and not (folder / 'copy').exists()
    broken = folder / 'broken'
    broken.mkdir()
    (broken / 'journal.sqlite').write_bytes(b'nonsense' * 1000)
    assert call('--data', broken, '--backup', folder / 'copy').returncode == 1
    assert not list(folder.glob('copy*')), 'a failed backup left something'


def test_a_lost_password_is_reset_while_no_server_runs(folder):
    with Ibard(folder / 'data', '--lobby', 'accounts') as server:
        client = Client(server)
        client.hello()
        assert client.ask(register_account=pb.RegisterAccount(name='Ana', password='correct horse')).name == 'Ana'
        running = call('--data', folder / 'data', '--reset-password', 'Ana')
        assert running.returncode == 1 and running.stdout == '' and 'Another ibard is using' in running.stderr, running
    unknown = call('--data', folder / 'data', '--reset-password', 'Vuk')
    assert unknown.returncode == 1 and unknown.stdout == '' and "'Vuk'" in unknown.stderr, unknown
    nowhere = call('--data', folder / 'nowhere', '--reset-password', 'Ana')
    assert nowhere.returncode == 1 and 'no journal' in nowhere.stderr and not (folder / 'nowhere').exists(), nowhere
    done = call('--data', folder / 'data', '--reset-password', 'ana')
    assert done.returncode == 0 and re.fullmatch('password: [a-z2-9-]{23}\n', done.stdout), done
    password = done.stdout.split()[1]
    assert password not in done.stderr
    with Ibard(folder / 'data', '--lobby', 'accounts') as server:
        client = Client(server)
        client.hello()
        assert isinstance(client.ask(login=pb.Login(name='Ana', password='correct horse')), pb.Error)
        assert client.ask(login=pb.Login(name='Ana', password=password)).name == 'Ana'


def scrape(server):
    with urllib.request.urlopen(f'http://{server.metrics}/metrics', timeout=120) as reply:
        return reply.read().decode()


def test_metrics_are_well_formed_and_measure_answers_and_journal(folder):
    with Ibard(folder / 'data', '--metrics', '127.0.0.1:0') as server:
        clients = table(server)
        assert type(hold(clients[0])) is pb.Done
        end = time.monotonic() + 60
        while 'ibar_orders_total 1\n' not in scrape(server):
            assert time.monotonic() < end
        text = scrape(server)
        values = {}
        for line in text.splitlines():
            found = re.fullmatch(r'(?:# (?:HELP|TYPE) (\w+) .+)|(?:([a-z_]+(?:\{le="[^"]+"\})?) ([0-9.]+))', line)
            assert found, f'not a line that Prometheus reads: {line!r}'
            if found[2]:
                values[found[2]] = float(found[3])
        for name in ('games', 'seats_connected', 'connections', 'orders_total', 'turns_total', 'queue_bytes',
                     'journal_waiting', 'journal_batches_total', 'journal_batches_in_loop_total', 'throttled_total', 'handshakes', 'bytes_in_total'):
            assert f'ibar_{name}' in values, name
        assert 0 <= values['ibar_journal_batches_in_loop_total'] <= values['ibar_journal_batches_total']
        for name in ('ibar_answer_seconds', 'ibar_journal_seconds'):
            buckets = [value for key, value in values.items() if key.startswith(name + '_bucket')]
            assert buckets == sorted(buckets) and buckets[-1] == values[name + '_count'] > 0, (name, buckets)
            assert 0 < values[name + '_sum'] < 120


def test_each_limit_is_an_option_and_a_line_of_the_file(folder):
    """S-LIMIT-1"""
    text = call('--help').stdout
    rows = re.findall(r'--([a-z-]+) N +[^(]*\(([a-zA-Z ]+), (\d+) to (\d+), default (\d+)\)', text)
    assert len(rows) == 25, rows
    for name, _, least, most, preset in rows:
        assert int(least) <= int(preset) <= int(most), name
        for value in (int(most) + 1, 'many', '-1', ''):
            wrong = call(f'--{name}={value}', '--data', folder / 'd')
            assert wrong.returncode == 2 and f'--{name}' in wrong.stderr and most in wrong.stderr, wrong.stderr
        (folder / 'conf').write_text(f'{name} = {int(most) + 1}\n')
        wrong = call('--config', folder / 'conf', '--data', folder / 'd')
        assert wrong.returncode == 2 and 'conf:1' in wrong.stderr and most in wrong.stderr, wrong.stderr
    (folder / 'conf').write_text('max-connections = 1\n')
    with Ibard(folder / 'data', '--config', str(folder / 'conf')) as server:
        first = Client(server)
        try:
            Client(server)
            raise AssertionError('the limit of the file does not hold')
        except OSError:
            assert first.hello().protocol == 1


def test_every_line_of_the_log_is_structured_and_holds_no_secret(folder):
    """S-TOKEN-2"""
    with Ibard(folder / 'data', '--metrics', '127.0.0.1:0') as server:
        clients = table(server)
        tried = 'fedcba9876543210fedcba9876543210'
        enemy = Client(server)
        enemy.join(tried)
        enemy.send_bytes(b'\x05' + tried.encode())
        enemy.at_end()
        server.process.send_signal(signal.SIGHUP)
        assert clients[0].alive()
        tokens = [token for _, token in server.seats] + [tried]
        assert server.stop() == 0
        log = server.stderr()
    lines = log.splitlines()
    assert len(lines) > 8
    for line in lines:
        assert re.fullmatch(r'<[0-7]>(time=\S+ )?event=[a-z_]+( [a-z_]+=("[^"]*"|\S*))*', line), line
    for token in tokens:
        assert token not in log and token[:16] not in log
    assert not re.search('nonce|secret', log)


def test_the_journal_holds_no_token_as_it_is(folder):
    """S-TOKEN-1"""
    with Ibard(folder / 'data') as server:
        table(server)
        tokens = [token for _, token in server.seats]
        assert server.stop() == 0
    # Each start prints the same join lines, and the journal does not grow by it.
    with Ibard(folder / 'data') as server:
        assert [token for _, token in server.seats] == tokens
        assert server.stop() == 0
    held = b''.join(path.read_bytes() for path in (folder / 'data').iterdir())
    for token in tokens:
        assert token.encode() not in held and bytes.fromhex(token) not in held
    with sqlite3.connect(folder / 'data/journal.sqlite') as db:
        assert db.execute('SELECT count(*) FROM token').fetchone()[0] == len(tokens)


run([test for name, test in list(globals().items()) if name.startswith('test_')])
