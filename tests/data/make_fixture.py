#!/usr/bin/python3
"""Writes fixture/tiny.tmj: a map of 6 x 6 hexes with everything that the rules read, one value a line where a test
speaks of lines. Run it again after a change; the result is checked in.

    row 0 lies beyond the boundary; a main road runs along row 2 and crosses the river on a bridge; a walled site
    stands at 0404, a village at 0102, forest at 0003 and 0103, a lake at 0505; a track from 0402 to 0404.
"""
import json
import os

COLS = ROWS = 6


def centre(col, row):
    return 26 + 52 * col + 26 * (row & 1), 30 + 45 * row


def props(**values):
    kinds = {str: 'string', int: 'int', float: 'float', bool: 'bool'}
    return [{'name': k, 'type': kinds[type(v)], 'value': v} for k, v in sorted(values.items())]


def tileset(first, name, values):
    return {'firstgid': first, 'name': name, 'tilewidth': 52, 'tileheight': 60, 'tilecount': len(values),
            'columns': len(values), 'spacing': 0, 'margin': 0, 'image': name + '.png', 'imagewidth': 52 * len(values),
            'imageheight': 60, 'tiles': [{'id': i, 'properties': props(**{name: v})} for i, v in enumerate(values)]}


ids = iter(range(1, 1000))


def thing(kind, points, ring=False, **values):
    (x, y), one = points[0], len(points) == 1
    out = {'id': next(ids), 'name': '', 'type': kind, 'x': x, 'y': y, 'width': 0, 'height': 0, 'rotation': 0,
           'visible': True}
    if one:
        out['point'] = True
    else:
        out['polygon' if ring else 'polyline'] = [{'x': a - x, 'y': b - y} for a, b in points]
    if values:
        out['properties'] = props(**values)
    return out


def tiles(layer, name, data):
    return {'id': layer, 'name': name, 'type': 'tilelayer', 'x': 0, 'y': 0, 'width': COLS, 'height': ROWS,
            'opacity': 1, 'visible': True, 'data': data}


def objects(layer, name, things):
    return {'id': layer, 'name': name, 'type': 'objectgroup', 'x': 0, 'y': 0, 'opacity': 1, 'visible': True,
            'draworder': 'index', 'objects': things}


WORDS = ['open', 'scrub', 'forest', 'steep', 'village', 'town', 'walled', 'water']
SPECIAL = {(4, 4): 'walled', (1, 2): 'village', (0, 3): 'forest', (1, 3): 'forest', (5, 5): 'water'}
HEXES = [(c, r) for r in range(ROWS) for c in range(COLS)]
RIVER = [(182, 60), (182, 90), (156, 105), (156, 135), (182, 150), (182, 180), (156, 195), (156, 225), (182, 240),
         (182, 270)]
BOUNDARY = [(26, 60)] + [(x, 45 if i % 2 == 0 else 60) for i, x in enumerate(range(52, 313, 26))]


def build():
    layers = [
        tiles(1, 'terrain', [1 + WORDS.index(SPECIAL.get(h, 'open')) for h in HEXES]),
        tiles(2, 'height', [9 + (9 - r) for _, r in HEXES]),
        tiles(3, 'density', [19 + (2 if h == (1, 2) else 0) for h in HEXES]),
        objects(4, 'roads', [thing('main', [centre(c, 2) for c in range(COLS)], name='', ref='1'),
                             thing('track', [centre(4, 2), centre(4, 3), centre(4, 4)], name='', ref='')]),
        objects(5, 'railway', [thing('rail', [centre(0, 5), centre(1, 5)])]),
        objects(6, 'rivers', [thing('river', RIVER, name_sr='Reka', name_sq='Lumi')]),
        objects(7, 'boundary', [thing('boundary', BOUNDARY)]),
        objects(8, 'bridges', [thing('bridge', [(156, 120)], name_sr='Most', name_sq='Ura'),
                               thing('footbridge', [(156, 210)], name_sr='', name_sq='')]),
        objects(9, 'places', [
            thing('village', [(80, 122)], name_sr='Selo', name_sq='Fshat', rank=2, height_m=480, cultural=False),
            thing('hamlet', [(76, 118)], name_sr='Zaselak', name_sq='Lagje', rank=6, height_m=0, cultural=False),
            thing('monastery', [centre(4, 4)], name_sr='Manastir', name_sq='Manastiri', rank=0, height_m=0,
                  cultural=True)]),
        objects(10, 'municipalities', [thing('municipality', [(-10, 52), (400, 52), (400, 400), (-10, 400)], True,
                                             name_sr='Opština', name_sq='Komuna')]),
        objects(11, 'draw-rivers', [thing('river', RIVER, name_sr='Reka', name_sq='Lumi', main=True)]),
        objects(12, 'draw-houses', [thing('house', [(81, 119)]), thing('house', [(83, 125)])]),
    ]
    return {'type': 'map', 'version': '1.8', 'tiledversion': '1.8.2', 'orientation': 'hexagonal',
            'renderorder': 'right-down', 'infinite': False, 'staggeraxis': 'y', 'staggerindex': 'odd',
            'tilewidth': 52, 'tileheight': 60, 'hexsidelength': 30, 'width': COLS, 'height': ROWS,
            'nextlayerid': 13, 'nextobjectid': 100,
            'properties': props(format=1, epsg=32634, origin_x=0.0, origin_y=0.0, hex_m=500.0, credit='nobody'),
            'tilesets': [tileset(1, 'terrain', WORDS), tileset(9, 'height', list(range(40, 50))),
                         tileset(19, 'density', [0, 1, 2, 3])],
            'layers': layers}


def text(value, depth=0):
    """JSON with a line for each member and object, lists of numbers and points on one line."""
    pad = ' ' * (depth + 1)
    if isinstance(value, dict) and depth < 4:
        rows = [pad + json.dumps(k) + ': ' + text(v, depth + 1) for k, v in value.items()]
        return '{\n' + ',\n'.join(rows) + '\n' + ' ' * depth + '}'
    if isinstance(value, list) and value and isinstance(value[0], dict) and depth < 4:
        return '[\n' + ',\n'.join(pad + text(v, depth + 1) for v in value) + '\n' + ' ' * depth + ']'
    return json.dumps(value, ensure_ascii=False)


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fixture/tiny.tmj'), 'w') as out:
    out.write(text(build()) + '\n')
