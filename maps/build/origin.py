"""Chooses the grid's origin: prints the offset that keeps the monastery and the village of Banjska in two
neighbouring hexes with the widest margin and sets the key places of the window in hexes of their own.
Run by hand when the grid changes; the result is written into grid.py."""
import math
import sys

from grid import COLS, HEX_M, ROW_M, ROWS, Grid, direction
from source import Source

# South-western end of the search: one period of the grid, in which every offset occurs once.
SEARCH_X, SEARCH_Y = 456650.0, 4792167.0

APART = (
    ('Manastir Banjska', 'Banjska'),
    ('Glavni most na Ibru', 'Istočni most (Bošnjačka mahala)'),
    ('Tvrđava Zvečan', 'Zvečan'),
    ('Kamenica', 'Bistrica'),
    ('Srbovac', 'Valač'),
    ('Gazivode', 'Brana Gazivode'),
    ('Severna Kosovska Mitrovica', 'Južna Mitrovica'),
    ('Velika Kaludra', 'Crepulja'),
)


def margin(grid, x, y):
    """Distance in metres from the point to the nearest hexside of its hex."""
    cx, cy = grid.centre(grid.hex_at(x, y))
    return min(
        HEX_M / 2 - ((x - cx) * math.cos(a) + (y - cy) * math.sin(a))
        for a in (math.radians(60 * k) for k in range(6))
    )


def main():
    data = Source(sys.argv[1])
    base = Grid()
    points = {row['name_sr']: base.metres(row['lon'], row['lat']) for row in data.table('key_places.csv')}
    best = None
    for dx in range(0, 500, 20):
        for dy in range(0, int(ROW_M * 2), 20):
            grid = Grid(SEARCH_X + dx, SEARCH_Y + dy, COLS, ROWS)
            hexes = {name: grid.hex_at(*point) for name, point in points.items()}
            if direction(hexes['Manastir Banjska'], hexes['Banjska']) is None:
                continue
            if any(hexes[a] == hexes[b] for a, b in APART):
                continue
            room = min(margin(grid, *points[name]) for name in ('Manastir Banjska', 'Banjska'))
            score = round(min(room, 110) / 10) * 10 + len(set(hexes.values()))
            if best is None or score > best[0]:
                best = (
                    score,
                    grid.origin_x,
                    grid.origin_y,
                    round(room),
                    len(set(hexes.values())),
                    len(hexes),
                )
    print('origin_x %.0f origin_y %.0f: margin %d m, %d hexes for %d places' % best[1:])


if __name__ == '__main__':
    main()
