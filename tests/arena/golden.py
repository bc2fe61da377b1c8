"""The golden games are played as they were: tests/golden/README.md.   usage: golden.py IBAR-ARENA IBAR-VERIFY SOURCE"""
import difflib
import pathlib
import sys
import tempfile

from tap import main, run

ARENA, VERIFY, TOP = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
GOLDEN = TOP / 'tests/golden'


def compare(player):
    with tempfile.TemporaryDirectory() as folder:
        status, _, err = run(ARENA, '--scenario', 'bridge-checkpoint', '--police', player, '--kfor', player,
                             '--irregulars', player, '--games', '1', '--seed', '2022', '--record', folder)
        assert status == 0, err
        played = (pathlib.Path(folder) / '0.ibar').read_text().splitlines()
    name = 'bridge-checkpoint-%s.ibar' % player
    golden = (GOLDEN / name).read_text().splitlines()
    diff = list(difflib.unified_diff(golden, played, 'tests/golden/' + name, 'as it is played now', lineterm='', n=2))
    assert not diff, '\n'.join(diff[:40] + ['... %d more lines' % (len(diff) - 40)] * (len(diff) > 40) +
                               ['If this is what was meant: tests/golden/renew BUILD, then read git diff.'])


def test_random_game_is_played_as_it_was():
    compare('random')


def test_scripted_game_is_played_as_it_was():
    compare('scripted')


def test_golden_games_verify():
    files = sorted(GOLDEN.glob('*.ibar'))
    assert len(files) == 2
    status, out, err = run(VERIFY, *files)
    assert status == 0, err
    assert out == ''.join('%s: well\n' % f for f in files), out


main(globals())
