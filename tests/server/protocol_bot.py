"""The bot of docs/protocol.md, as it stands there, plays a game to its end over the network."""
import pathlib
import re
import shutil
import subprocess
import sys

from ibard import Ibard, pb, run

PAGE = pathlib.Path(__file__).resolve().parents[2] / 'docs/protocol.md'
SEATS = ('--seat', 'kfor=ai:scripted', '--seat', 'irregulars=ai:scripted')


def bot(folder, *args):
    [program] = re.findall(r'```python\n(.*?)```', PAGE.read_text(), re.S)
    (folder / 'bot.py').write_text(program)
    shutil.copy(pb.__file__, folder / 'ibar_pb2.py')
    return subprocess.run([sys.executable, folder / 'bot.py', *args], capture_output=True, text=True, timeout=600)


def test_the_bot_of_the_page_plays_to_the_end(folder):
    for tls in ('auto', 'off'):
        with Ibard(folder / tls, '--create', 'bridge-checkpoint', '--tls', tls, *SEATS) as server:
            played = bot(folder, server.address, server.seats[0][1], *filter(None, [server.fingerprint]))
            assert played.returncode == 0 and played.stderr == '', played
            lines = played.stdout.splitlines()
            assert [line.split()[0] for line in lines] == ['police', 'kfor', 'irregulars'], lines
            assert lines[0].endswith(' (me)')


def test_the_bot_trusts_no_other_certificate(folder):
    with Ibard(folder / 'data', '--create', 'bridge-checkpoint', *SEATS) as server:
        failed = bot(folder, server.address, server.seats[0][1], '0' * 64)
        assert failed.returncode == 1 and server.fingerprint in failed.stderr, failed
        failed = bot(folder, server.address, '0' * 32, server.fingerprint)
        assert failed.returncode == 1 and failed.stderr.strip().endswith(')'), failed


run([test for name, test in list(globals().items()) if name.startswith('test_')])
