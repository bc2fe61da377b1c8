"""Builds maps/north-kosovo.tmj and its tilesets from a folder of open geographic data.

usage: build.py DATADIR [OUTDIR] [--record]    --record writes the inputs' SHA-256 into INPUTS.sha256
"""
import os
import sys

from source import SUMS, Source
from tileset import make_tilesets
from tmj import write_map
from world import World

HERE = os.path.dirname(os.path.abspath(__file__))


def main(arguments):
    record = '--record' in arguments
    arguments = [a for a in arguments if a != '--record']
    if '--help' in arguments:
        print(__doc__.strip())
        return 0
    if len(arguments) not in (1, 2):
        print('usage: build.py DATADIR [OUTDIR] [--record]', file=sys.stderr)
        return 2
    out = arguments[1] if len(arguments) == 2 else os.path.dirname(HERE)
    os.makedirs(out, exist_ok=True)
    source = Source(arguments[0])
    if record:
        with open(SUMS, 'w', encoding='utf-8') as file:
            file.write(source.sums())
    source.check_sums()
    world = World(source)
    tilesets, gid = make_tilesets(out)
    text = write_map(world, tilesets, gid)
    path = os.path.join(out, 'north-kosovo.tmj')
    with open(path, 'w', encoding='utf-8', newline='\n') as file:
        file.write(text)
    print('%s: %d by %d hexes, %d kB' % (path, world.grid.cols, world.grid.rows, len(text.encode()) // 1000))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
