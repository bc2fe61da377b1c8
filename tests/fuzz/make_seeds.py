"""tests/fuzz/make_seeds.py BUILD: writes the seeds of the corpora anew, from programs and files of this tree."""
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1]).resolve()
CORPUS = TOP / 'tests/fuzz/corpus'
FIXTURE = TOP / 'tests/data/fixture'
ENV = {**os.environ, 'IBAR_MAPS': str(FIXTURE)}
generated = tempfile.TemporaryDirectory()
proto = TOP / 'proto/ibar/v1/ibar.proto'
subprocess.run(['protoc', f'--proto_path={proto.parent}', f'--python_out={generated.name}', proto.name], check=True)
sys.path.insert(0, generated.name)
import ibar_pb2 as pb  # noqa: E402


def write(target, name, data):
    (CORPUS / target).mkdir(parents=True, exist_ok=True)
    (CORPUS / target / f'seed-{name}').write_bytes(data)


def envelopes(first):
    orders = [pb.Order(kind=kind, unit=unit, other=1, contact=1, hex=3, dir=2, path=[0, 1], policy=1, mode=1)
              for kind in ('hold', 'move', 'policy', 'fire_at', 'dig_in', 'load', 'ask', 'talk', 'clear', 'call', 'assault')
              for unit in (0, 1, 65280)]
    bodies = {'hello': [pb.Hello(protocol=1, program='p', features=['a', 'b'])], 'join': [pb.Join(token='0' * 32, name='N')],
              'ready': [pb.Ready(nonce=bytes(16))], 'order_put': [pb.OrderPut(order=order, turn=1) for order in orders],
              'order_remove': [pb.OrderRemove(unit=1, turn=1)], 'commit': [pb.Commit(committed=True, turn=1)],
              'resync': [pb.Resync()], 'leave': [pb.Leave()], 'ping': [pb.Ping()],
              'record_request': [pb.RecordRequest(offset=1)], 'welcome': [pb.Welcome(protocol=1)],
              'list_games': [pb.ListGames(), pb.ListGames(text='F', open=True, phase=1, after=1), pb.ListGames(mine=True)],
              'create_game': [pb.CreateGame(scenario='tiny', name='N', turn_seconds=1, bank_seconds=1, watched=True,
                                            delay=1, umpired=True, seats=[pb.SeatPlan(side='red', player='scripted')])],
              'take_seat': [pb.TakeSeat(game=game, side='blue', name='N') for game in (1, 2)],
              'invite': [pb.Invite(side='red'), pb.Invite(role=pb.ROLE_SPECTATOR)],
              'register_account': [pb.RegisterAccount(name='N', password='password')],
              'login': [pb.Login(name='N', password='password')],
              'change_password': [pb.ChangePassword(old_password='password', new_password='password')],
              'watch': [pb.Watch(game=1), pb.Watch(game=1, side='red', name='N')],
              'hand_over': [pb.HandOver(side=side, to=to) for side in ('red', 'blue')
                            for to in ('open', 'umpire', 'ai:random', 'back', '')],
              'pause': [pb.Pause(paused=True, reason='r'), pb.Pause()],
              'amend': [pb.Amend(kind=kind, side='red', unit=1, index=1, value=1, hex=3, reason='r')
                        for kind in ('event', 'track', 'steps', 'suppression', 'stock', 'place', 'remove', 'points')],
              'rewind': [pb.Rewind(turn=turn, reason='r') for turn in (1, 2)]}
    number = first
    for name, messages in bodies.items():
        for message in messages:
            envelope = pb.Envelope(id=number)
            getattr(envelope, name).CopyFrom(message)
            getattr(envelope, name).SetInParent()
            number += 1
            yield name, envelope.SerializeToString()


def varint(number):
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + varint(number >> 7)


def row(kind, data):
    return struct.pack('<BH', kind, len(data)) + data


by_name = {}
for name, data in envelopes(1):
    by_name.setdefault(name, []).append(data)
for name, datas in by_name.items():
    write('session', name, b''.join(row(number, data) for data in datas for number in (128, 1, 2, 3, 4, 5)))
    write('frames', name, b'\x05' + b''.join(varint(len(data)) + data for data in datas))
commits = b''.join(row(128 + seat, pb.Envelope(id=turn, commit=pb.Commit(committed=True, turn=turn)).SerializeToString())
                   for turn in range(1, 12) for seat in range(3))
write('session', 'to-the-end', commits + row(128, pb.Envelope(id=99, record_request=pb.RecordRequest()).SerializeToString()))
turn = [row(seat, pb.Envelope(id=1, commit=pb.Commit(committed=True)).SerializeToString()) for seat in (128, 1)]
umpire = [row(4, data) for name in ('amend', 'hand_over', 'pause') for data in by_name[name]]
write('session', 'umpire', b''.join(turn * 3 + umpire + turn + [row(4, data) for data in by_name['rewind']] + turn * 2))
write('frames', 'too-long', b'\x01\xff\xff\x7f' + b'x' * 90)


def bare(value):
    """Without what Tiled writes and the reader does not ask for, so that a mutation meets what it does."""
    unread = ('id', 'visible', 'rotation', 'opacity', 'draworder', 'spacing', 'margin', 'image', 'imagewidth', 'imageheight',
              'tilecount', 'columns', 'tiledversion', 'nextlayerid', 'nextobjectid', 'renderorder', 'infinite')
    if isinstance(value, dict):
        return {key: bare(one)[:3] if key in ('polyline', 'polygon') else bare(one) for key, one in value.items()
                if key not in unread or (key == 'id' and 'properties' in value and 'x' not in value)}
    return [bare(one) for one in value] if isinstance(value, list) else value


small = json.loads((FIXTURE / 'tiny.tmj').read_text())
write('map', 'small', json.dumps(small, separators=(',', ':')).encode())
for layer in small['layers']:
    if 'objects' in layer:
        layer['objects'] = layer['objects'][:1]
small['layers'] = [layer for layer in small['layers'] if not layer['name'].startswith('draw-')]
used = {gid for layer in small['layers'] for gid in layer.get('data', [])[:1]}
for layer in small['layers']:
    if 'data' in layer:
        layer['data'] = layer['data'][:1] * len(layer['data'])
for tiles in small['tilesets']:
    tiles['tiles'] = [tile for tile in tiles['tiles'] if tiles['firstgid'] + tile['id'] in used]
write('map', 'smaller', json.dumps(bare(small), separators=(',', ':')).encode())
tiny = json.loads((FIXTURE / 'scenarios/tiny.json').read_text())
write('scenario', 'tiny', json.dumps(tiny, separators=(',', ':')).encode())
shutil.copy(TOP / 'maps/scenarios/gazivode.lua', CORPUS / 'lua/seed-gazivode')
write('lua', 'news', b'function news(game)\n  for i, u in ipairs(game.units) do\n    if u.side == "blue" and roll(1, 6) > 3 '
      b'then return true end\n  end\n  return game.turn == 2\nend\n')
write('lua', 'endless', b'function news(game) while true do end end')
write('lua', 'memory', b'function news(game) local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(i) end end')

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([BUILD / 'server/arena/ibar-arena', '--scenario', 'tiny', '--games', '1', '--blue', 'random', '--red', 'random',
                    '--record', folder], env=ENV, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    record = pathlib.Path(f'{folder}/0.ibar').read_bytes()
write('record', 'random', record)
write('review', 'random', record)
write('review', 'whole', b'!' + record)
decisions = (b'options 1', b'order blue move 0 E press', b'order red hold 1', b'hash', b'reason r', b'pause 2', b'resume 2',
             b'seat 2 red ai scripted', b'seat 2 blue human umpire', b'order blue policy 0 hold', b'hash', b'amend 3 event 0',
             b'amend 3 track tension 4', b'amend 3 steps 0 1', b'amend 3 suppression 0 1', b'amend 3 stock 0 1',
             b'amend 3 place 0 0102', b'amend 3 points red 2', b'rewind 1', b'hash', b'hash', b'amend 3 remove 1', b'hash', b'hash',
             b'rewind 2', b'hash')
write('review', 'decisions', b'\n'.join(decisions) + b'\n')

def deed(*numbers):
    return row(128, bytes(numbers))


class Connection:
    """One connection of a client, and the rows that the target `client` makes of it: what came, and what was asked for by
    which deed of the target, so that the numbers of requests are those of its model."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), 10)
        self.file = self.socket.makefile('rb')
        self.rows, self.id = b'', 0

    def take(self):
        length = shift = 0
        while True:
            byte = self.file.read(1)[0]
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        data = self.file.read(length)
        self.rows += row(0, data)
        return pb.Envelope.FromString(data)

    def ask(self, name, message, made=b''):
        self.id += 1
        self.rows += made
        envelope = pb.Envelope(id=self.id)
        getattr(envelope, name).CopyFrom(message)
        getattr(envelope, name).SetInParent()
        data = envelope.SerializeToString()
        self.socket.sendall(varint(len(data)) + data)
        while True:
            envelope = self.take()
            if envelope.answers == self.id:
                return getattr(envelope, envelope.WhichOneof('body'))

    def take_until(self, *names):
        while self.take().WhichOneof('body') not in names:
            pass


def serve(folder, *options):
    server = subprocess.Popen([BUILD / 'server/ibard', '--data', folder, '--listen', '127.0.0.1:0', '--tls', 'off', *options],
                              env=ENV, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port, tokens = 0, []
    for line in server.stdout:
        words = line.split()
        port = int(words[1].rpartition(':')[2]) if words[0] == 'listening:' else port
        tokens += words[2:3] if words[0] == 'join:' else []
        if words == ['ready']:
            break
    return server, port, tokens


with tempfile.TemporaryDirectory() as folder:
    server, port, tokens = serve(folder, '--create', 'tiny', '--seat', 'red=ai:random')
    player = Connection(port)
    player.ask('hello', pb.Hello(protocol=1, program='p', features=['delta']))
    player.ask('join', pb.Join(token=tokens[0], name='F'))
    player.ask('ready', pb.Ready(nonce=bytes(16)), deed(0, 0))
    player.take_until('view')
    write('client', 'begun', player.rows)
    player.ask('say', pb.Say(text='F'), deed(14, 0))
    for turn in range(1, 5):
        player.ask('commit', pb.Commit(committed=True, turn=turn), deed(1, 0, 1))
        player.take_until('view', 'view_delta')
        write('client', f'turn-{turn}', player.rows)
    record = player.ask('record_request', pb.RecordRequest(), deed(15, 0))
    write('client', 'over', player.rows)
    server.send_signal(signal.SIGTERM)
    server.wait()
with tempfile.TemporaryDirectory() as folder:
    server, port, tokens = serve(folder, '--lobby', 'open', '--create', 'tiny', '--seat', 'blue=ai:idle', '--seat', 'red=ai:idle')
    host, umpire, guest, player = (Connection(port) for _ in range(4))
    for one in (host, umpire, guest, player):
        one.ask('hello', pb.Hello(protocol=1, program='p', features=['delta']))
        one.ask('join', pb.Join(token='0' * 32, name='F'))
    game = host.ask('create_game', pb.CreateGame(scenario='tiny', watched=True, umpired=True, seats=[
        pb.SeatPlan(side='red', player='random')]), deed(17, 0))
    host.ask('list_games', pb.ListGames(), deed(16, 0))
    host.ask('join', pb.Join(token=game.host_token, name='H'), deed(20, 0))
    host.ask('invite', pb.Invite(role=pb.ROLE_SPECTATOR), deed(9, 1, 0, 2))
    umpire.ask('join', pb.Join(token=game.umpire_token, name='U'), deed(20, 0))
    guest.ask('watch', pb.Watch(game=game.game, name='G'), deed(19, 0, 0))
    player.ask('take_seat', pb.TakeSeat(game=game.game, side='blue', name='F'), deed(18, 1))
    player.ask('ready', pb.Ready(nonce=bytes(16)), deed(0, 1))
    umpire.take_until('view')
    write('client', 'umpire-begun', umpire.rows)
    umpire.ask('pause', pb.Pause(paused=True, reason='r'), deed(10, 1, 0, 1))
    umpire.ask('pause', pb.Pause(reason='r'), deed(10, 1, 0, 0))
    player.ask('commit', pb.Commit(committed=True, turn=1), deed(1, 1, 1))
    umpire.take_until('view', 'view_delta')
    umpire.ask('rewind', pb.Rewind(turn=1, reason='r'), deed(11, 1, 0, 1))
    for name, one in (('host', host), ('umpire', umpire), ('guest', guest), ('player', player)):
        one.ask('ping', pb.Ping())
        write('client', name, one.rows)
    server.send_signal(signal.SIGTERM)
    server.wait()
write('carve', 'edit', b'\1' + bytes([1 << 4, 1, 0, 4]) + b'abcd')
write('opening', 'edit', b'\x10' + bytes([1 << 4, 1, 0, 4]) + b'abcd')
write('opening', 'whole', b'\x10')

with tempfile.TemporaryDirectory() as folder:
    sides = ('blue', 'red')
    seats = [word for side in sides for word in ('--seat', f'{side}=ai:random')]
    server = subprocess.Popen([BUILD / 'server/ibard', '--data', folder, '--listen', '127.0.0.1:0', '--tls', 'off', '--create', 'tiny',
                               *seats], env=ENV, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    while server.stdout.readline() not in ('ready\n', ''):
        pass
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGTERM)
        server.wait()
    database = pathlib.Path(f'{folder}/journal.sqlite').read_bytes()
    pages = [database[at:at + 4096] for at in range(0, len(database), 4096)]
    for number, page in enumerate(pages):
        if page[0] == 13:  # a leaf: its rows lie at its end
            write('carve', f'page-{number}', b'\0\0\0' + page[-600:])
    rows = list(sqlite3.connect(f'{folder}/journal.sqlite').execute('SELECT kind, bytes FROM entry ORDER BY sequence'))
    rows = [(kind, data if isinstance(data, bytes) else data.encode()) for kind, data in rows]
    write('journal', 'short', b''.join(row(kind, data) for kind, data in rows if len(data) < 600))
    write('journal', 'whole', b''.join(row(kind, data) for kind, data in rows))
    write('journal', 'begun', b''.join(row(kind, data) for kind, data in rows[:4]))
    write('journal', 'half', b''.join(row(kind, data) for kind, data in rows[:len(rows) // 2]))
    print(f'{len(rows)} rows')
