"""tests/fuzz/make_seeds.py BUILD: writes the seeds of the corpora anew, from programs and files of this tree."""
import os
import pathlib
import shutil
import signal
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

shutil.copy(FIXTURE / 'tiny.tmj', CORPUS / 'map/seed-tiny')
shutil.copy(FIXTURE / 'scenarios/tiny.json', CORPUS / 'scenario/seed-tiny')
shutil.copy(TOP / 'maps/scenarios/gazivode.lua', CORPUS / 'lua/seed-gazivode')
write('lua', 'news', b'function news(game)\n  for i, u in ipairs(game.units) do\n    if u.side == "blue" and roll(1, 6) > 3 '
      b'then return true end\n  end\n  return game.turn == 2\nend\n')
write('lua', 'endless', b'function news(game) while true do end end')
write('lua', 'memory', b'function news(game) local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(i) end end')

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([BUILD / 'server/arena/ibar-arena', '--scenario', 'tiny', '--games', '1', '--blue', 'random', '--red', 'random',
                    '--record', folder], env=ENV, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    write('record', 'random', pathlib.Path(f'{folder}/0.ibar').read_bytes())
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
    rows = list(sqlite3.connect(f'{folder}/journal.sqlite').execute('SELECT kind, bytes FROM entry ORDER BY sequence'))
    rows = [(kind, data if isinstance(data, bytes) else data.encode()) for kind, data in rows]
    write('journal', 'whole', b''.join(row(kind, data) for kind, data in rows))
    write('journal', 'begun', b''.join(row(kind, data) for kind, data in rows[:4]))
    write('journal', 'half', b''.join(row(kind, data) for kind, data in rows[:len(rows) // 2]))
    print(f'{len(rows)} rows')
