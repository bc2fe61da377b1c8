#!/usr/bin/env python3
"""What a what-if of a scenario changes: plays the same games (same secrets, same dice) with and without it, scripted on
all sides, and prints the differences with 95 % intervals of the paired difference.
usage: tests/arena/paired.py IBAR-ARENA [GAMES [SCENARIO [OPTION [SIDE]]]]   (500 banjska javelin police)"""
import math
import pathlib
import re
import subprocess
import sys
import tempfile

MOVES = re.compile(r'event P\d (Tension|Legitimacy) moves by ([+-]\d+)')
CHUNK = 50  # games whose records are kept at a time


def read(path, side):
    """Points of the side, tension and legitimacy at the end, missiles launched; tracks stay within 0 and 20."""
    track, moved = {'Tension': 8, 'Legitimacy': 8}, {'Tension': 0, 'Legitimacy': 0}
    teams = False
    for line in path.read_text().splitlines():
        found = MOVES.match(line)
        if found:
            moved[found[1]] += int(found[2])
        elif line.startswith('hash '):
            for name in track:
                track[name] = min(20, max(0, track[name] + moved[name]))
                moved[name] = 0
        elif re.match(r'event P\d Javelin team \d arrives', line):
            teams = True
        elif line.startswith('end '):
            words = line.split()
            launched = int(words[words.index('missiles') + 1]) if 'missiles' in words else 0
            return int(words[words.index(side) + 1]), track['Tension'], track['Legitimacy'], launched, teams
    raise ValueError('%s: no end' % path)


def play(arena, games, scenario, option, side):
    rows = []
    shards = max(1, games // CHUNK)
    for shard in range(1, shards + 1):
        with tempfile.TemporaryDirectory() as folder:
            seats = [word for name in ('police', 'kfor', 'irregulars') for word in ('--' + name, 'scripted')]
            subprocess.run([arena, '--scenario', scenario, *seats, '--games', str(games), '--shard',
                            '%d/%d' % (shard, shards), '--record', folder, *(['--option', option] if option else [])],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            files = sorted(pathlib.Path(folder).glob('*.ibar'), key=lambda path: int(path.stem))
            rows += [(int(path.stem), read(path, side)) for path in files]
    return [row for _, row in sorted(rows)]


def interval(values):
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return mean, 1.96 * spread / math.sqrt(len(values))


def main():
    arena = sys.argv[1]
    games, scenario, option, side = (sys.argv[2:] + ['500', 'banjska', 'javelin', 'police'][len(sys.argv) - 2:])[:4]
    games = int(games)
    without, having = play(arena, games, scenario, '', side), play(arena, games, scenario, option, side)
    assert len(without) == len(having) == games
    came = [i for i in range(games) if having[i][4]]
    shot = [i for i in range(games) if having[i][3]]
    print('%s, %d pairs, scripted on all sides; the teams come in %d games and launch in %d (%d missiles)\n' %
          (scenario, games, len(came), len(shot), sum(row[3] for row in having)))
    print('| | without | with %s | difference | 95 %% interval |\n|---|---|---|---|---|' % option)
    for title, chosen in (('all games', range(games)), ('games in which they come', came), ('games with a launch', shot)):
        if len(chosen) < 2:
            continue
        for at, what in enumerate((side + ' points', 'tension', 'legitimacy')):
            mean, half = interval([having[i][at] - without[i][at] for i in chosen])
            print('| %s, %s | %.2f | %.2f | %+.2f | %+.2f to %+.2f |' % (
                what, title, sum(without[i][at] for i in chosen) / len(chosen),
                sum(having[i][at] for i in chosen) / len(chosen), mean, mean - half, mean + half))


if __name__ == '__main__':
    main()
