"""Compares a built map with the geographic data and prints figures; reads only the .tmj and the data.

usage: check_terrain.py DATADIR [MAP.tmj]      exit status 1 when a figure is worse than its limit
"""
import os
import statistics
import sys
import warnings

from shapely.geometry import Point
from shapely.ops import unary_union
from shapely.prepared import prep
from shapely.strtree import STRtree

from boundary import load_boundary
from bridges import road_bridges
from course import Course
from mapfile import MapFile
from places import load_key_places, load_settlements
from rasters import HeightModel, HexRaster, hex_points
from source import Source, lines_of

# Shapely 1.8 warns of what changes in 2.0.
warnings.filterwarnings('ignore', message='STRtree')
HERE = os.path.dirname(os.path.abspath(__file__))
MIDDLE_CLASSES = ('city', 'town', 'village', 'hamlet', 'suburb', 'neighbourhood')


class Report:
    def __init__(self):
        self.bad = 0

    def line(self, name, value, unit='', least=None, most=None):
        wrong = (least is not None and value < least) or (most is not None and value > most)
        self.bad += wrong
        limit = (
            ''
            if least is None and most is None
            else ' (limit %s %g)'
            % ('at least' if most is None else 'at most', least if most is None else most)
        )
        print('%-70s %8.1f %s%s%s' % (name, value, unit, limit, '  WORSE THAN ITS LIMIT' if wrong else ''))

    @staticmethod
    def note(text):
        print('    ' + text)


def percent(part, whole):
    return 100.0 * part / max(whole, 1)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def check_wood(report, map_, source, grid):
    """Each 25 m cell is wood or not in the data and in its hex; settled and lake hexes are left aside."""
    raster = HexRaster(grid)
    wood = raster.mean(
        raster.burn([g for p, g in source.features('landcover_osm.geojson', grid) if p['class'] == 'wood'])
    )
    plain = [h for h in grid.hexes() if map_.terrain[h] in ('open', 'scrub', 'forest', 'steep')]
    agree = sum(
        wood[h] if map_.terrain[h] == 'forest' else 1 - wood[h]
        for h in plain
        if map_.terrain[h] in ('open', 'forest')
    )
    report.line(
        'ground in forest and open hexes that is so in the data',
        percent(agree, sum(map_.terrain[h] in ('open', 'forest') for h in plain)),
        '%',
        least=85,
    )
    for name in ('forest', 'scrub', 'open', 'steep'):
        hexes = [h for h in plain if map_.terrain[h] == name]
        report.line('wood in %s hexes, mean' % name, percent(sum(wood[h] for h in hexes), len(hexes)), '%')
        report.line('share of the map that is %s' % name, percent(len(hexes), len(map_.terrain)), '%')
    lake = unary_union(
        [g for p, g in source.features('water.geojson', grid) if p.get('name_sr') == 'Gazivodsko jezero']
    )
    share = raster.mean(raster.burn([lake]))
    water = [h for h in grid.hexes() if map_.terrain[h] == 'water']
    hex_km2 = 0.2165
    report.line('lake in hexes', len(water) * hex_km2, 'km2')
    report.line('lake in the data, inside the map', lake.area / 1e6, 'km2')
    report.line(
        'share of the lake that lies in water hexes',
        percent(sum(share[h] for h in water), sum(share.values())),
        '%',
        least=65,
    )


def check_heights(report, map_, source, grid):
    model = HeightModel(source, grid)
    hexes = grid.hexes()
    values = model.at([p for h in hexes for p in hex_points(grid, h)]).reshape(len(hexes), -1).mean(axis=1)
    errors = [abs(map_.height[h] * 10 - v) for h, v in zip(hexes, values)]
    report.line(
        'height of hexes against the height model, median error', statistics.median(errors), 'm', most=10
    )
    report.line('height of hexes against the height model, 95th percentile', quantile(errors, 0.95), 'm')
    peaks = [(g, float(p['ele_m'])) for p, g in source.features('peaks.geojson', grid, 0.0) if p['ele_m']]
    errors = [
        ele - map_.height[grid.hex_at(g.x, g.y)] * 10
        for g, ele in peaks
        if grid.inside(grid.hex_at(g.x, g.y))
    ]
    report.line(
        'peaks above the height of their hex, median of %d' % len(errors),
        statistics.median(errors),
        'm',
        most=60,
    )
    rows = [r for r in load_settlements(source, grid) if r['dem_geonames']]
    errors = [abs(map_.height[r['hex']] * 10 - float(r['dem_geonames'])) for r in rows]
    report.line(
        'GeoNames heights against their hex, median error of %d' % len(errors),
        statistics.median(errors),
        'm',
        most=40,
    )


def river_sides(map_, name):
    return [
        (object_, [s for s in map_.sides_of(walk)])
        for object_, walk in map_.corner_walks('rivers')
        if map_.values(object_)['name_sr'] == name
    ]


def check_river_banks(report, map_, source, grid):
    settlements, keys = load_settlements(source, grid), load_key_places(source, grid)
    profile = source.profile(grid)
    for name in ('Ibar', 'Sitnica'):
        true = Course([p for p in profile[name]])
        walk = Course(
            [
                grid.unit_metres(map_.unit(p))
                for o in map_.objects('rivers')
                if map_.values(o)['name_sr'] == name
                for p in map_.pixels(o)
            ]
        )
        offs = [true.project(x, y)[0] for _, x, y in walk.samples(50.0)]
        report.line(
            '%s: hexsides from the true course, median' % name, statistics.median(offs), 'm', most=250
        )
        report.line('%s: hexsides from the true course, worst' % name, max(offs), 'm', most=1000)
        wrong, count = set(), 0
        for row in settlements + [
            k for k in keys if k['type'] not in ('bridge', 'dam', 'lake') and grid.inside(k['hex'])
        ]:
            far, along, side = true.project(row['x'], row['y'])
            cx, cy = grid.centre(row['hex'])
            hex_far, hex_along, hex_side = walk.project(cx, cy)
            if far > 2500 or not 0 < hex_along < walk.length or not 0 < along < true.length:
                continue
            count += 1
            if side != hex_side:
                wrong.add(
                    '%s (%.0f m from the river) in hex %d,%d'
                    % ((row.get('name_osm') or row['name_sr'], far) + row['hex'])
                )
        report.line(
            '%s: places within 2.5 km on the wrong bank, of %d' % (name, count), len(wrong), '', most=3
        )
        for text in sorted(wrong):
            report.note(text)


def road_index(source, grid):
    lines = []
    for name in ('roads_main.geojson', 'roads_local.geojson'):
        for properties, geometry in source.features(name, grid, 500.0):
            lines.extend((line, properties['class']) for line in lines_of(geometry) if line.length > 0)
    return lines


def check_roads(report, map_, source, grid):
    lines = road_index(source, grid)
    main = unary_union([line for line, cls in lines if cls in ('trunk', 'primary', 'construction')])
    tree = STRtree([line for line, _ in lines])
    links = map_.links('roads')
    offs = {'main': [], 'minor': [], 'track': []}
    for (a, b), cls in sorted(links.items()):
        (ax, ay), (bx, by) = grid.centre(a), grid.centre(b)
        spot = Point((ax + bx) / 2, (ay + by) / 2)
        offs[cls].append(spot.distance(main) if cls == 'main' else spot.distance(tree.nearest(spot)))
    for cls in ('main', 'minor', 'track'):
        report.line('%s road: links' % cls, len(offs[cls]))
        report.line(
            '%s road: links whose middle lies within 250 m of a real one' % cls,
            percent(sum(d <= 250 for d in offs[cls]), len(offs[cls])),
            '%',
            least={'main': 80, 'minor': 80, 'track': 60}[cls],
        )
        report.line(
            '%s road: links from a real one, 95th percentile' % cls,
            quantile(offs[cls], 0.95),
            'm',
            most={'main': 400, 'minor': 400, 'track': 900}[cls],
        )
    real = sum(line.length for line, cls in lines if cls in ('trunk', 'primary')) / 1000
    report.note(
        'main road in the data %.0f km (dual carriageways twice), on the map %.0f km'
        % (real, len(offs['main']) * 0.5)
    )
    reached = {h for pair in links for h in pair}
    settled = {
        r['hex'] for r in load_settlements(source, grid) if r['cls'] in ('city', 'town', 'village', 'hamlet')
    }
    report.line(
        'hexes of settlements that a road reaches',
        percent(len(settled & reached), len(settled)),
        '%',
        least=80,
    )
    lost = []
    for row in load_settlements(source, grid):
        spot = Point(row['x'], row['y'])
        if (
            row['cls'] in ('city', 'town', 'village', 'hamlet')
            and row['hex'] not in reached
            and spot.distance(tree.nearest(spot)) < 300
        ):
            lost.append('%s %d,%d' % ((row['name_osm'],) + row['hex']))
    report.line('settlements not reached with a real road within 300 m', len(lost), '', most=15)
    report.note(', '.join(lost))
    bridges = road_bridges(source, grid)
    sides = [o for o in map_.objects('bridges') if o['type'] == 'bridge']
    near = 0
    for object_ in sides:
        x = grid.origin_x + (object_['x'] - 26) * 500 / 52
        y = grid.origin_y - (object_['y'] - 30) * 433.0127018922193 / 45
        near += min((bx - x) ** 2 + (by - y) ** 2 for bx, by in bridges) <= 500**2
    report.line(
        'bridges within 500 m of a real road bridge, of %d' % len(sides),
        percent(near, len(sides)),
        '%',
        least=80,
    )


def check_boundary(report, map_, source, grid):
    true = load_boundary(source, grid)
    walk = Course([grid.unit_metres(map_.unit(p)) for p in map_.pixels(map_.objects('boundary')[0])])
    offs = [true.project(x, y)[0] for _, x, y in walk.samples(50.0)]
    report.line('boundary: hexsides from the true line, median', statistics.median(offs), 'm', most=200)
    report.line('boundary: hexsides from the true line, worst', max(offs), 'm', most=1100)
    wrong, count = [], 0
    for row in load_settlements(source, grid):
        far, along, side = true.project(row['x'], row['y'])
        _, hex_along, hex_side = walk.project(*grid.centre(row['hex']))
        if 0 < along < true.length and 0 < hex_along < walk.length:
            count += 1
            if side != hex_side:
                wrong.append('%s (%.0f m) in hex %d,%d' % ((row['name_osm'], far) + row['hex']))
    report.line('settlements on the wrong side of the boundary, of %d' % count, len(wrong), '', most=4)
    for text in wrong:
        report.note(text)
    inside = prep(unary_union([g for p, g in source.features('municipalities.geojson', grid)]))
    share = sum(inside.contains(Point(grid.centre(h))) for h in grid.hexes())
    report.line('hexes whose centre lies in a municipality', share)


def check_size(report, path):
    report.line('size of the map file', os.path.getsize(path) / 1e6, 'MB', most=3.0)


def main(arguments):
    if len(arguments) not in (1, 2):
        print('usage: check_terrain.py DATADIR [MAP.tmj]', file=sys.stderr)
        return 2
    source = Source(arguments[0])
    path = arguments[1] if len(arguments) == 2 else os.path.join(os.path.dirname(HERE), 'north-kosovo.tmj')
    map_ = MapFile(path)
    report = Report()
    for check in (check_wood, check_heights, check_river_banks, check_roads, check_boundary):
        check(report, map_, source, map_.grid)
    check_size(report, path)
    print('%d figures worse than their limit' % report.bad)
    return 1 if report.bad else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
