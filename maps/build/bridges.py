"""Bridges: one on every river hexside that a road link crosses, the named ones where they stand, and the
dam.
"""
import math

NAMED_REACH_M = 450.0
VEHICLE_CLASSES = ('minor', 'service', 'tertiary', 'secondary', 'primary', 'trunk')
# Footbridges carry no road on the map: the main bridge in Mitrovica is closed to vehicles.
FOOT_ONLY = {'Glavni most na Ibru'}
EXTRA_NAMED = (('Most na Bistrici', 'Ura e Bistricës', 'Lumbardh'),)
# Bridges of a road over the Ibar, by the road's number.
ROAD_NAMED = (('Most na Ibru (put za Banjsku)', 'Ura mbi Ibër (rruga e Banjskës)', 'R-217'),)
DAM = ('Brana Gazivode', 'Diga e Ujmanit (Gazivodës)')
FOOT_CLASSES = ('path', 'pedestrian')


class Bridge:
    def __init__(self, kind, side, name_sr='', name_sq=''):
        self.kind, self.side, self.name_sr, self.name_sq = kind, side, name_sr, name_sq


def middle(grid, side):
    (ax, ay), (bx, by) = grid.centre(side[0]), grid.centre(side[1])
    return (ax + bx) / 2, (ay + by) / 2


def far(grid, side, x, y):
    mx, my = middle(grid, side)
    return math.hypot(mx - x, my - y)


def named_bridges(grid, rivers, links, keys, lay_link):
    """Named bridges: (kind, hexside, name_sr, name_sq). Road bridges take the nearest link over the Ibar
    not yet named, or `lay_link` makes one where the river lies nearest; the footbridge takes a hexside
    without a road."""
    ibar = [side for side, _, _ in rivers.rivers[0].sides]
    found, used = [], set()
    wanted = [key for key in keys if key['type'] == 'bridge']
    for key in sorted(wanted, key=lambda k: (k['name_sr'] in FOOT_ONLY, k['name_sr'])):
        foot = key['name_sr'] in FOOT_ONLY
        free = [
            side
            for side in ibar
            if side not in used
            and (side in links) != foot
            and far(grid, side, key['x'], key['y']) < NAMED_REACH_M
        ]
        if not free:
            free = [side for side in ibar if side not in used]
        side = min(free, key=lambda s: (far(grid, s, key['x'], key['y']), s))
        if not foot and side not in links:
            lay_link(side, key['x'], key['y'])
        used.add(side)
        found.append(Bridge('footbridge' if foot else 'bridge', side, key['name_sr'], key['name_sq']))
    return found + tributary_bridges(grid, rivers, links) + numbered_bridges(ibar, links, used)


def tributary_bridges(grid, rivers, links):
    """The main road's bridge over a tributary, at the link over it nearest to its mouth."""
    found = []
    for name_sr, name_sq, river_name in EXTRA_NAMED:
        river = next(r for r in rivers.rivers if r.name == river_name)
        sides = [side for side, _, _ in river.sides if side in links and links[side].cls == 'main']
        mouth = river.course.points[-1]
        if sides:
            side = min(sides, key=lambda s: (far(grid, s, *mouth), s))
            found.append(Bridge('bridge', side, name_sr, name_sq))
    return found


def numbered_bridges(ibar, links, used):
    found = []
    for name_sr, name_sq, ref in ROAD_NAMED:
        sides = [side for side in ibar if side in links and links[side].ref == ref and side not in used]
        found.extend(Bridge('bridge', side, name_sr, name_sq) for side in sides[:1])
    return found


def all_bridges(grid, rivers, links, named, dam_at):
    by_side = {bridge.side: bridge for bridge in named}
    ibar = rivers.rivers[0].sides
    side = min((s for s, _, _ in ibar[:6]), key=lambda s: (far(grid, s, *dam_at), s))
    by_side[side] = Bridge('dam', side, *DAM)
    for pair in sorted(links):
        if rivers.wall(*pair) is not None and pair not in by_side:
            by_side[pair] = Bridge('bridge', pair)
    return [by_side[side] for side in sorted(by_side)]


def road_bridges(source, grid, more=()):
    """Places of the bridges in the data that carry vehicles, and of `more` classes."""
    return [
        (geometry.x, geometry.y)
        for properties, geometry in source.features('bridges_tunnels.geojson', grid, 0.0)
        if properties['structure'] == 'bridge' and properties['class'] in VEHICLE_CLASSES + more
    ]
