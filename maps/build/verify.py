"""Checks a built map by itself: what must hold whatever the data say.

usage: verify.py MAP.tmj      prints one line a check and 'N passed, N failed'; exit status 1 when any failed
"""
import sys

from shapely.geometry import Point, Polygon
from shapely.ops import unary_union
from shapely.prepared import prep

from grid import direction, distance, link, neighbours
from mapfile import MapFile

IBAR = 'Ibar'
TERRAIN = {'open', 'scrub', 'forest', 'steep', 'village', 'town', 'walled', 'water'}
CROSSINGS = ('Prelaz Jarinje', 'Prelaz Brnjak')
STEEP_SHARE_MAX = 0.08


class Check:
    def __init__(self, path):
        self.map = MapFile(path)
        self.roads = self.map.links('roads')
        self.rail = self.map.links('railway')
        self.rivers = self.map.corner_walks('rivers')
        self.boundary = self.map.corner_walks('boundary')
        self.river_sides = {}
        for object_, walk in self.rivers:
            for side in self.map.sides_of(walk):
                if side is not None:
                    self.river_sides[side[0]] = object_
        self.bridges = self.bridge_sides()
        self.places = [
            (o, self.map.values(o), self.map.hex_of_pixel((o['x'], o['y'])))
            for o in self.map.objects('places')
        ]
        self.passed, self.failed = 0, 0

    def bridge_sides(self):
        """hexside -> bridge object; a bridge on no hexside stands under None."""
        found = {}
        for object_ in self.map.objects('bridges'):
            x, y = object_['x'], object_['y']
            side = None
            for hex_ in [self.map.hex_of_pixel((x, y))] + neighbours(self.map.hex_of_pixel((x, y))):
                for other in neighbours(hex_):
                    (ax, ay), (bx, by) = self.pixel(hex_), self.pixel(other)
                    if abs((ax + bx) / 2 - x) < 3 and abs((ay + by) / 2 - y) < 3:
                        side = link(hex_, other)
            found[side] = object_
        return found

    @staticmethod
    def pixel(hex_):
        return 26 + 52 * hex_[0] + 26 * (hex_[1] & 1), 30 + 45 * hex_[1]

    def say(self, name, wrong):
        if wrong:
            self.failed += 1
            print('FAILED %s: %s' % (name, '; '.join(str(w) for w in wrong[:5])))
        else:
            self.passed += 1
            print('ok     %s' % name)

    def place(self, name):
        return next((hex_ for _, values, hex_ in self.places if values['name_sr'] == name), None)

    def piece_of(self, start, classes):
        """Hexes joined to `start` by links of the classes."""
        near = {}
        for (a, b), cls in self.roads.items():
            if cls in classes:
                near.setdefault(a, []).append(b)
                near.setdefault(b, []).append(a)
        seen, todo = {start}, [start]
        while todo:
            for other in near.get(todo.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen


def check_walks(c):
    wrong = list(c.map.errors)
    for layer in ('roads', 'railway'):
        for object_, hexes in c.map.hex_walks(layer):
            if any(direction(a, b) is None for a, b in zip(hexes, hexes[1:])):
                wrong.append(
                    '%s, object %d does not step from neighbour to neighbour' % (layer, object_['id'])
                )
    c.say('roads and railway step from hex centre to neighbouring hex centre', wrong)
    wrong = []
    for object_, walk in c.rivers + c.boundary:
        if any(side is None for side in c.map.sides_of(walk)):
            wrong.append('object %d does not follow hexsides' % object_['id'])
        if len(set(walk)) != len(walk):
            wrong.append('object %d meets itself' % object_['id'])
    c.say('rivers and boundary follow hexsides and do not meet themselves', wrong)


def check_tiles(c):
    grid = c.map.grid
    c.say(
        'each hex has a terrain of the rulebook', [h for h in grid.hexes() if c.map.terrain[h] not in TERRAIN]
    )
    c.say(
        'heights fit 30-213 m tens and density 0-3',
        [h for h in grid.hexes() if not 30 <= c.map.height[h] <= 213 or c.map.density[h] not in (0, 1, 2, 3)],
    )
    steep = sum(t == 'steep' for t in c.map.terrain.values()) / len(c.map.terrain)
    c.say(
        'steep hexes are at most %d %%' % (100 * STEEP_SHARE_MAX), [steep] if steep > STEEP_SHARE_MAX else []
    )
    levels = {c.map.height[h] for h in grid.hexes() if c.map.terrain[h] == 'water'}
    c.say('the lake is level', sorted(levels) if len(levels) != 1 else [])
    lake = {h for h in grid.hexes() if c.map.terrain[h] == 'water'}
    seen, todo = set(), sorted(lake)[:1]
    while todo:
        hex_ = todo.pop()
        seen.add(hex_)
        todo.extend(n for n in neighbours(hex_) if n in lake and n not in seen)
    c.say('the lake is one water', sorted(lake - seen))
    c.say('no road leads into water', [p for p in c.roads if lake & set(p)])


def check_rivers(c):
    walk = [
        side
        for object_, w in c.rivers
        if c.map.values(object_)['name_sr'] == IBAR
        for side in c.map.sides_of(w)
    ]
    c.say('there is an Ibar', [] if walk else ['no river is named Ibar'])
    for name in (IBAR, 'Sitnica'):
        falls = [
            min(c.map.height[left], c.map.height[right])
            for object_, w in c.rivers
            if c.map.values(object_)['name_sr'] == name
            for _, left, right in c.map.sides_of(w)
        ]
        c.say(
            'the %s flows downhill' % name,
            [
                'hexside %d rises from %d to %d' % (i + 1, a, b)
                for i, (a, b) in enumerate(zip(falls, falls[1:]))
                if b > a
            ],
        )
    site = c.place('Manastir Banjska')
    row = [(left, right) for _, left, right in walk if site and left[1] == site[1] and right[1] == site[1]]
    c.say(
        'Banjska lies west of the Ibar',
        [] if row and all(site[0] <= min(a[0], b[0]) for a, b in row) else [site],
    )
    missing = [p for p in c.roads if p in c.river_sides and p not in c.bridges]
    c.say('every road that crosses a river has a bridge', missing)
    c.say(
        'every bridge stands on a river hexside',
        [o['name'] or o['id'] for s, o in c.bridges.items() if s not in c.river_sides],
    )
    c.say(
        'every road bridge carries a road',
        [o['name'] or o['id'] for s, o in c.bridges.items() if o['type'] == 'bridge' and s not in c.roads],
    )


def check_boundary(c):
    c.say('the boundary is one line', [] if len(c.boundary) == 1 else ['%d lines' % len(c.boundary)])
    ends = [corner for _, walk in c.boundary for corner in (walk[0], walk[-1])]
    inner = [e for e in ends if 2 < e[0] < 2 * c.map.cols - 2 and 2 < e[1] < 3 * c.map.rows - 5]
    c.say('the boundary runs from rim to rim', inner)
    sides = {side[0] for _, walk in c.boundary for side in c.map.sides_of(walk) if side}
    c.say('municipalities and boundary agree for each hex', disagreeing_hexes(c, sides))
    c.say('the crossings stand', [name for name in CROSSINGS if c.place(name) is None])
    for object_, values, hex_ in c.places:
        if object_['type'] == 'crossing':
            near = [s for s in sides if s in c.roads and min(distance(hex_, s[0]), distance(hex_, s[1])) <= 1]
            c.say('a road crosses the boundary at %s' % values['name_sr'], [] if near else [hex_])


def disagreeing_hexes(c, sides):
    """Hexes beyond the boundary in a municipality, and hexes on this side in none."""
    polygons = [Polygon(c.map.pixels(o)) for o in c.map.objects('municipalities')]
    inside = prep(unary_union([polygon.buffer(0) for polygon in polygons]))
    todo = [side[1] for _, walk in c.boundary for side in c.map.sides_of(walk) if side]
    beyond = set(todo)
    while todo:
        hex_ = todo.pop()
        for other in neighbours(hex_):
            if c.map.grid.inside(other) and other not in beyond and link(hex_, other) not in sides:
                beyond.add(other)
                todo.append(other)
    return [h for h in c.map.grid.hexes() if inside.contains(Point(c.pixel(h))) == (h in beyond)]


def check_places(c):
    monastery, village = c.place('Manastir Banjska'), c.place('Banjska')
    c.say(
        'monastery and village of Banjska are in neighbouring hexes',
        [] if monastery and village and direction(monastery, village) is not None else [monastery, village],
    )
    c.say(
        'the monastery is a walled, cultural site',
        []
        if c.map.terrain.get(monastery) == 'walled'
        and any(v['cultural'] for _, v, h in c.places if h == monastery)
        else [monastery],
    )
    c.say(
        'every place has both names',
        [o['id'] for o, v, _ in c.places if not v['name_sr'] or not v['name_sq']],
    )
    c.say(
        'names are in Latin letters',
        [
            v['name_sr']
            for _, v, _ in c.places
            if any('\u0400' <= ch <= '\u04ff' for ch in v['name_sr'] + v['name_sq'])
        ],
    )
    long_ = [
        v['name_sr'] for _, v, _ in c.places if max(len(v[k].encode()) for k in ('name_sr', 'name_sq')) > 47
    ]
    c.say('names fit 47 bytes', long_)
    start = c.place('Južna Mitrovica')
    for name in CROSSINGS + ('Leposavić', 'Zubin Potok', 'Zvečan', 'Banjska', 'Raška', 'Novi Pazar'):
        reach = c.piece_of(start, ('main', 'minor'))
        hex_ = c.place(name)
        near = hex_ and any(h in reach for h in [hex_] + (neighbours(hex_) if name in CROSSINGS else []))
        c.say('main and minor roads lead from Mitrovica to %s' % name, [] if near else [hex_])


def check_network(c):
    whole = c.piece_of(c.place('Južna Mitrovica'), ('main', 'minor', 'track'))
    loose = {h for p in c.roads for h in p} - whole
    rim = {h for h in loose if h[0] in (0, c.map.cols - 1) or h[1] in (0, c.map.rows - 1)}
    pieces = loose
    for hex_ in sorted(rim):
        pieces = pieces - c.piece_of(hex_, ('main', 'minor', 'track'))
    c.say('roads hang together or leave the map', sorted(pieces))
    triangles = []
    for a, b in c.roads:
        for other in set(neighbours(a)) & set(neighbours(b)):
            if link(a, other) in c.roads and link(b, other) in c.roads:
                triangles.append((a, b, other))
    c.say('no three links form a triangle', triangles)
    c.say('no road lies twice on a link', doubled(c))
    c.say(
        'main roads break off inside the map twice at most', main_breaks(c) if len(main_breaks(c)) > 2 else []
    )
    c.say(
        'named bridges stand',
        [
            n
            for n in (
                'Most na Bistrici',
                'Glavni most na Ibru',
                'Istočni most (Bošnjačka mahala)',
                'Most u Suvom Dolu',
                'Brana Gazivode',
            )
            if n not in {c.map.values(o)['name_sr'] for o in c.map.objects('bridges')}
        ],
    )
    side = next((s for s, o in c.bridges.items() if c.map.values(o)['name_sr'] == 'Most na Bistrici'), None)
    c.say('the Bistrica bridge carries the main road', [] if c.roads.get(side) == 'main' else [side])


def main_breaks(c):
    """Ends of main roads inside the map."""
    ends = {}
    for pair, cls in c.roads.items():
        if cls == 'main':
            for hex_ in pair:
                ends[hex_] = ends.get(hex_, 0) + 1
    return [
        h
        for h, n in sorted(ends.items())
        if n == 1 and 0 < h[0] < c.map.cols - 1 and 0 < h[1] < c.map.rows - 1
    ]


def doubled(c):
    seen, twice = set(), []
    for _, hexes in c.map.hex_walks('roads'):
        for a, b in zip(hexes, hexes[1:]):
            if link(a, b) in seen:
                twice.append((a, b))
            seen.add(link(a, b))
    return twice


def main(arguments):
    if len(arguments) != 1:
        print('usage: verify.py MAP.tmj', file=sys.stderr)
        return 2
    c = Check(arguments[0])
    for check in (check_walks, check_tiles, check_rivers, check_boundary, check_places, check_network):
        check(c)
    print('%d passed, %d failed' % (c.passed, c.failed))
    return 1 if c.failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
