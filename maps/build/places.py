"""Settlements and named places: one list made of the settlement table, the hand-made key places, peaks
and sites.
"""
import math

from names import HAND, MONASTERIES, is_cyrillic, pair_of, to_latin

KEY_TYPES = {
    'town': 'town',
    'city': 'city',
    'crossing': 'crossing',
    'monastery': 'monastery',
    'village': 'village',
    'dam': 'dam',
    'lake': 'lake',
    'village/mine': 'village',
    'village/substation': 'village',
    'fortress': 'fortress',
    'mine': 'mine',
    'base': 'base',
    'station': 'station',
    'pass': 'pass',
    'town (Serbia side)': 'town',
    'village (Serbia side)': 'village',
    'city (Serbia side)': 'city',
}
RANKS = {
    'city': 0,
    'town': 1,
    'crossing': 1,
    'monastery': 2,
    'fortress': 2,
    'lake': 1,
    'dam': 3,
    'base': 3,
    'village': 3,
    'mine': 4,
    'pass': 4,
    'station': 5,
    'peak': 5,
    'hamlet': 6,
}
KEY_RANK_BONUS = 1
SETTLEMENT_TYPES = {
    'city': 'city',
    'town': 'town',
    'village': 'village',
    'hamlet': 'hamlet',
    'isolated_dwelling': 'hamlet',
    'suburb': 'hamlet',
    'neighbourhood': 'hamlet',
}
CULTURAL = {'monastery', 'fortress'}
# The table's city of Mitrovica and its suburb "Qendra" are the hand-made Južna Mitrovica.
REPLACED = {'Mitrovicë', 'Qendra'}
# Crossings that the key places name as passes; the road passes the boundary at these points.
MORE_CROSSINGS = (
    ('Prelaz Rogozna (put R-217)', 'Kalimi i Rogoznës (rruga R-217)', 43.0491, 20.6668),
    ('Prelaz Vitoše (planinski put)', 'Kalimi Vitoshë (rruga malore)', 43.1489, 20.9128),
)


class Place:
    def __init__(self, kind, name_sr, name_sq, x, y, rank=None, height=0):
        self.kind, self.name_sr, self.name_sq, self.x, self.y = kind, name_sr, name_sq, x, y
        self.rank = RANKS[kind] if rank is None else rank
        self.height = height
        self.cultural = kind in CULTURAL


def number(text):
    try:
        return int(round(float(text)))
    except (TypeError, ValueError):
        return 0


def load_settlements(source, grid):
    """The settlement table's rows inside the map, with metres and hex."""
    rows = []
    for row in source.table('settlements.csv'):
        row['x'], row['y'] = grid.metres(row['lon'], row['lat'])
        row['hex'] = grid.hex_at(row['x'], row['y'])
        if grid.inside(row['hex']):
            rows.append(row)
    return rows


def load_key_places(source, grid):
    rows = []
    for row in source.table('key_places.csv'):
        row['x'], row['y'] = grid.metres(row['lon'], row['lat'])
        row['hex'] = grid.hex_at(row['x'], row['y'])
        rows.append(row)
    return rows


def key_pair(row):
    return row['name_sr'].split(' (Gate')[0], row['name_sq'].split(' (Porta')[0].split(' / ')[-1]


def settlement_places(settlements, keys):
    """Settlements as places; a key place at the same spot gives its names."""
    found = []
    for row in settlements:
        if row['name_osm'] in REPLACED:
            continue
        kind = SETTLEMENT_TYPES[row['cls']]
        name_sr, name_sq = pair_of(row)
        rank = RANKS[kind]
        for key in keys:
            if (
                KEY_TYPES.get(key['type']) in ('city', 'town', 'village')
                and math.hypot(key['x'] - row['x'], key['y'] - row['y']) < 60
            ):
                kind = KEY_TYPES[key['type']]
                name_sr, name_sq = key_pair(key)
                rank = RANKS[kind] - (KEY_RANK_BONUS if kind == 'village' else 0)
                key['used'] = True
        found.append(Place(kind, name_sr, name_sq, row['x'], row['y'], rank, number(row['dem_geonames'])))
    return found


def key_place_list(grid, keys):
    found = []
    for key in keys:
        kind = KEY_TYPES.get(key['type'])
        if kind is None or key.get('used') or not grid.inside(key['hex']):
            continue
        name_sr, name_sq = key_pair(key)
        found.append(Place(kind, name_sr, name_sq, key['x'], key['y'], None, number(key['elev_m'])))
    for name_sr, name_sq, lat, lon in MORE_CROSSINGS:
        x, y = grid.metres(lon, lat)
        found.append(Place('crossing', name_sr, name_sq, x, y, 3))
    return found


def monastery_places(source, grid, known):
    found = []
    for properties, geometry in source.features('poi_osm.geojson', grid, 0.0):
        if properties['name'] not in MONASTERIES:
            continue
        if any(p.kind == 'monastery' and math.hypot(p.x - geometry.x, p.y - geometry.y) < 150 for p in known):
            continue
        name_sr, name_sq = MONASTERIES[properties['name']]
        if grid.inside(grid.hex_at(geometry.x, geometry.y)):
            found.append(Place('monastery', name_sr, name_sq, geometry.x, geometry.y, 4))
    return found


def peak_places(source, grid):
    found, taken = [], set()
    rows = [(properties, geometry) for properties, geometry in source.features('peaks.geojson', grid, 0.0)]
    rows.sort(key=lambda pg: (-number(pg[0]['ele_m']), pg[1].x))
    for properties, geometry in rows:
        name = (properties['name'] or '').split(' / ')[0].strip()
        hex_ = grid.hex_at(geometry.x, geometry.y)
        if not name or not number(properties['ele_m']) or not grid.inside(hex_) or hex_ in taken:
            continue
        taken.add(hex_)
        latin = to_latin(name) if is_cyrillic(name) else name
        found.append(Place('peak', latin, latin, geometry.x, geometry.y, None, number(properties['ele_m'])))
    return found


def load_places(source, grid, settlements, keys):
    places = settlement_places(settlements, keys) + key_place_list(grid, keys)
    places += monastery_places(source, grid, places)
    for place in places:
        if place.kind == 'monastery' and place.name_sr == 'Manastir Banjska':
            place.rank = 0
    places += peak_places(source, grid)
    places.sort(key=lambda p: (p.rank, p.kind, -round(p.y), round(p.x), p.name_sr))
    return places


def hand_names_unused(settlements):
    """Names in the hand-made list that no settlement bears: spelling slips."""
    return sorted(set(HAND) - {row['name_osm'] for row in settlements})
