"""ibar-arena and ibar-verify from outside: the contract of their flags, output and exit codes.
usage: programs.py IBAR-ARENA IBAR-VERIFY"""
import json
import math
import pathlib
import re
import sys
import tempfile

from tap import main, run

ARENA, VERIFY = sys.argv[1], sys.argv[2]
SIDES = ('police', 'kfor', 'irregulars')


def arena(*flags, players='random', games=24):
    ais = players if isinstance(players, tuple) else (players,) * 3
    seats = [flag for side, ai in zip(SIDES, ais) for flag in ('--' + side, ai)]
    status, out, err = run(ARENA, '--scenario', 'bridge-checkpoint', *seats, '--games', games, *flags)
    assert status == 0, err
    return out


def as_json(*flags, **kwargs):
    return json.loads(arena('--json', '-', *flags, **kwargs))


def test_same_flags_give_the_same_bytes():
    for players in ('random', 'scripted'):
        assert arena(players=players) == arena(players=players)
    assert arena('--seed', 1) != arena('--seed', 2)


def test_jobs_change_nothing():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        outs = [arena('--jobs', jobs, '--json', folder / ('%d.json' % jobs), '--record', folder / str(jobs))
                for jobs in (1, 2, 5)]
        assert outs[0] == outs[1] == outs[2]
        for name in ['1.json'] + ['1/%d.ibar' % game for game in range(24)]:
            first = (folder / name).read_bytes()
            for jobs in '25':
                assert (folder / (jobs + name[1:])).read_bytes() == first, name


def test_json_has_the_fields_of_the_contract():
    found = as_json(players=('scripted', 'random', 'idle'))
    assert list(found) == ['scenario', 'seed', 'games', 'ais', 'sides', 'turns', 'hash'], list(found)
    assert found['scenario'] == 'bridge-checkpoint' and found['seed'] == 1 and found['games'] == 24
    assert found['ais'] == {'police': 'scripted', 'kfor': 'random', 'irregulars': 'idle'}
    for side in SIDES:
        row = found['sides'][side]
        assert sorted(row) == ['first', 'points', 'reached'] and sorted(row['points']) == ['ci95', 'mean']
        low, high = row['points']['ci95']
        assert low <= row['points']['mean'] <= high
        assert 0 <= row['reached'] <= 24 and 0 <= row['first'] <= 24
    assert sum(found['sides'][side]['first'] for side in SIDES) >= 24  # somebody is first in each game
    assert found['turns']['mean'] == 8
    assert re.fullmatch('[0-9a-f]{16}', found['hash'])


def test_outcomes_agree_with_the_records():
    """The table is what the games came to: counted again from the records."""
    with tempfile.TemporaryDirectory() as folder:
        found = as_json('--record', folder, players='scripted')
        ends = [(pathlib.Path(folder) / ('%d.ibar' % g)).read_text().splitlines()[-1].split() for g in range(24)]
    for side in SIDES:
        points = [int(end[end.index(side) + 1]) for end in ends]
        mean = sum(points) / 24
        half = 2.0687 * math.sqrt(sum((p - mean) ** 2 for p in points) / 23 / 24)  # t with 23 degrees of freedom
        row = found['sides'][side]['points']
        assert abs(row['mean'] - mean) < 1e-5
        assert abs(row['ci95'][0] - (mean - half)) < 1e-3 and abs(row['ci95'][1] - (mean + half)) < 1e-3, row


def test_shards_add_up_to_the_whole():
    whole = as_json(players='scripted')
    parts = [as_json('--shard', '%d/3' % n, players='scripted') for n in (1, 2, 3)]
    assert [part['shard'] for part in parts] == [{'number': n, 'of': 3} for n in (1, 2, 3)]
    assert sum(part['games'] for part in parts) == 24
    assert '%016x' % (sum(int(part['hash'], 16) for part in parts) % 2**64) == whole['hash']
    assert sum(part['turns']['sum'] for part in parts) == 24 * whole['turns']['mean']
    for side in SIDES:
        for count in ('reached', 'first'):
            assert sum(part['sides'][side][count] for part in parts) == whole['sides'][side][count]
        total = sum(part['sides'][side]['points']['sum'] for part in parts)
        assert abs(total / 24 - whole['sides'][side]['points']['mean']) < 1e-5


def test_shards_write_the_records_of_the_whole():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        arena('--record', folder / 'whole', games=5)
        for n in (1, 2):
            arena('--record', folder / 'parts', '--shard', '%d/2' % n, games=5)
        for game in range(5):
            name = '%d.ibar' % game
            assert (folder / 'parts' / name).read_bytes() == (folder / 'whole' / name).read_bytes()


def test_swap_hands_the_players_on():
    """Each secret is played once for every side, with the same dice and each player at each side."""
    found = as_json('--swap', players=('scripted', 'idle', 'idle'), games=4)
    assert found['games'] == 12
    assert [p['named'] for p in found['players']] == list(SIDES)
    one = as_json(players=('scripted', 'idle', 'idle'), games=4)
    two = as_json(players=('idle', 'idle', 'scripted'), games=4)
    three = as_json(players=('idle', 'scripted', 'idle'), games=4)
    total = sum(part['sides']['police']['points']['mean'] for part in (one, two, three))
    assert abs(found['sides']['police']['points']['mean'] - total / 3) < 1e-5
    scripted = (one['sides']['police']['points']['mean'] + two['sides']['irregulars']['points']['mean'] +
                three['sides']['kfor']['points']['mean'])
    assert abs(found['players'][0]['result']['points']['mean'] - scripted / 3) < 1e-5


def test_records_verify():
    with tempfile.TemporaryDirectory() as folder:
        arena('--record', folder, players='scripted', games=3)
        files = [pathlib.Path(folder) / ('%d.ibar' % g) for g in range(3)]
        assert run(VERIFY, *files) == (0, ''.join('%s: well\n' % f for f in files), '')
        text = files[1].read_text()
        files[1].write_text(text.replace('\nend turns', '\nend pressure'))
        status, out, err = run(VERIFY, files[1])
        line = text[:text.index('\nend turns')].count('\n') + 2
        assert (status, out) == (1, '') and err.startswith('%s: line %d: ' % (files[1], line)), err


def test_each_side_can_win():
    """Bridge checkpoint is balanced for scripted players: each side reaches its threshold in a fair share of games."""
    found = as_json('--seed', 11, players='scripted', games=500)
    for side in SIDES:
        share = found['sides'][side]['reached'] / 500
        assert 0.2 <= share <= 0.6, (side, share)
        assert found['sides'][side]['first'] > 25, side


def test_scripted_plays_better_than_nobody():
    """At each side scripted earns more than idle does against the same scripted opponents."""
    best = as_json(players='scripted', games=200)['sides']
    for at, side in enumerate(SIDES):
        players = tuple('idle' if i == at else 'scripted' for i in range(3))
        idle = as_json(players=players, games=200)['sides'][side]['points']
        assert best[side]['points']['ci95'][0] > idle['ci95'][1], (side, best[side], idle)


def test_what_ifs_are_measured_by_paired_games():
    """paired.py: the games without the what-if are the arena's own, and the difference is that of the means."""
    script = pathlib.Path(__file__).parent / 'paired.py'
    status, out, err = run(sys.executable, script, ARENA, 12, 'banjska', 'javelin', 'police')
    assert status == 0, err
    row = [cell.strip() for cell in next(line for line in out.splitlines() if 'points, all games' in line).split('|')]
    without, having, difference = (float(cell) for cell in row[2:5])
    means = []
    for flags in ((), ('--option', 'javelin')):
        seats = [flag for side in SIDES for flag in ('--' + side, 'scripted')]
        status, text, err = run(ARENA, '--scenario', 'banjska', *seats, '--games', 12, '--json', '-', *flags)
        assert status == 0, err
        means.append(json.loads(text)['sides']['police']['points']['mean'])
    assert abs(means[0] - without) < 0.006 and abs(means[1] - having) < 0.006, (means, row)
    assert abs(having - without - difference) < 0.011, row


def test_wrong_usage_is_told():
    good = ('--police', 'idle', '--kfor', 'idle', '--irregulars', 'idle')
    for flags, words in (
            ((), 'say which scenario'),
            (('--scenario', 'bridge-checkpoint'), 'say who plays the side police'),
            (('--scenario', 'bridge-checkpoint', *good, '--games', '0'), 'from 1 to'),
            (('--scenario', 'bridge-checkpoint', *good, '--games'), '--games needs a value'),
            (('--scenario', 'bridge-checkpoint', *good, '--kfor', 'genius'), 'no computer player "genius"'),
            (('--scenario', 'bridge-checkpoint', *good, '--militia', 'idle'), 'no such side in bridge-checkpoint'),
            (('--scenario', 'bridge-checkpoint', *good, '--shard', '0/2'), '--shard should be I/N'),
            (('bridge-checkpoint',), 'is no flag')):
        status, out, err = run(ARENA, *flags)
        assert (status, out) == (2, '') and words in err, (flags, status, err)
    status, out, err = run(ARENA, '--scenario', 'nowhere', *good)
    assert (status, out) == (1, '') and 'nowhere.json' in err, err
    assert run(VERIFY)[0] == 2
    assert run(VERIFY, '/nonexistent')[0] == 1


def test_help_and_version():
    for program, name in ((ARENA, 'ibar-arena'), (VERIFY, 'ibar-verify')):
        status, out, err = run(program, '--help')
        assert (status, err) == (0, '') and out.startswith('usage: ' + name)
        status, out, err = run(program, '--version')
        assert (status, err) == (0, '') and re.fullmatch(name + r' \d+\.\d+\.\d+\n', out)


main(globals())
