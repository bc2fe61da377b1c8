"""The draw-* layers: true courses, woods, lakes and houses in map pixels."""
import math
import zlib

from course import merge_lines
from names import river_pair
from roadlines import DRAW_CLASS
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union
from source import lines_of, polygons_of

ROAD_TOLERANCE_M = {'main': 12, 'regional': 14, 'tertiary': 18, 'minor': 30, 'track': 40}
LOCAL_MIN_M = {'minor': 250, 'track': 700}
WOOD_TOLERANCE_M, WOOD_MIN_M2 = 30, 40000
HOUSE_SHARE = 0.34
VILLAGE_HOUSES = {
    'city': 24,
    'town': 16,
    'village': 9,
    'hamlet': 5,
    'suburb': 8,
    'neighbourhood': 6,
    'isolated_dwelling': 2,
}


def clip_box(grid):
    return box(*grid.bounds(300.0))


def draw_roads(world):
    """[(class, ref, LineString)]"""
    groups = {}
    for chain in world.chains:
        kind = DRAW_CLASS[chain.osm]
        if chain.course.length >= LOCAL_MIN_M.get(kind, 0):
            groups.setdefault((kind, chain.ref), []).append(chain.course.line)
    found = []
    for (kind, ref), lines in sorted(groups.items()):
        for line in sorted(merge_lines(lines), key=lambda g: g.coords[0]):
            found.append((kind, ref, line.simplify(ROAD_TOLERANCE_M[kind])))
    return found


def draw_rails(world):
    return [course.line.simplify(12) for course in world.rails]


def draw_rivers(world):
    """[(class, name_sr, name_sq, is the Ibar, LineString)]: the fitted rivers whole, the rest as mapped."""
    found, fitted = [], []
    for river in world.rivers.rivers:
        fitted.append(river.course.line.buffer(40))
        for line in merge_lines(lines_of(river.course.line.difference(world.lake))):
            if line.length > 150:
                main = river is world.rivers.rivers[0]
                found.append(('river', river.name_sr, river.name_sq, main, line.simplify(12)))
    covered = unary_union(fitted + [world.lake])
    for properties, geometry in world.source.features('waterways.geojson', world.grid, 300.0):
        if properties['class'] == 'canal':
            continue
        name_sr, name_sq = river_pair(properties['name'] or '')
        lines = [line for line in lines_of(geometry.difference(covered)) if line.length > 150]
        for line in sorted(merge_lines(lines), key=lambda g: g.coords[0]):
            if line.length > 300:
                found.append(
                    (properties['class'], name_sr, name_sq, False, falling(world, line).simplify(15))
                )
    return found


def falling(world, line):
    a, b = world.model.at([line.coords[0][:2], line.coords[-1][:2]])
    return line if a >= b else LineString(list(line.coords)[::-1])


def draw_lakes(world):
    """[(name_sr, name_sq, Polygon)]; the data's third 'lake' is the river's own width and is left out."""
    found = []
    for properties, geometry in world.source.features('water.geojson', world.grid, 300.0):
        area = float(properties['area_km2'] or 0)
        if 0.9 < area < 1.1 or area < 0.01:
            continue
        sr, sq = properties.get('name_sr') or '', (properties.get('name_sq') or '').split(' / ')[0]
        if 0.2 < area < 0.3:
            sr, sq = 'Pridvoričko jezero', 'Liqeni i Pridvoricës'
        found.extend((sr, sq, part.simplify(14)) for part in polygons_of(geometry) if part.area > 5000)
    return sorted(found, key=lambda item: -item[2].area)


def draw_woods(world):
    clip = clip_box(world.grid)
    woods = [
        g.intersection(clip)
        for p, g in world.source.features('landcover_osm.geojson', world.grid)
        if p['class'] == 'wood'
    ]
    joined = unary_union([g.buffer(5) for g in woods]).buffer(-5)
    found = []
    for part in polygons_of(joined):
        if part.area >= WOOD_MIN_M2:
            found.extend(cut_holes(part.simplify(WOOD_TOLERANCE_M)))
    return sorted(found, key=lambda g: -g.area)


def cut_holes(polygon):
    """Tiled's polygons have no holes: a wood with clearings is cut in halves through them until none is
    left."""
    interiors = [ring for ring in polygon.interiors if Polygon(ring).area > 25000]
    solid = Polygon(polygon.exterior, interiors)
    if not solid.is_valid:
        solid = solid.buffer(0)
    todo, found = [g for g in polygons_of(solid)], []
    while todo:
        part = todo.pop()
        if not part.interiors:
            found.append(part)
            continue
        hole = Polygon(part.interiors[0]).centroid
        west, south, east, north = part.bounds
        if east - west > north - south:
            halves = box(west, south, hole.x, north), box(hole.x, south, east, north)
        else:
            halves = box(west, south, east, hole.y), box(west, hole.y, east, north)
        for half in halves:
            todo.extend(g for g in polygons_of(part.intersection(half)) if g.area > 5000)
    return found


def chance(*key):
    """0 <= number < 1, the same for the same key on every run."""
    return zlib.crc32(' '.join(str(part) for part in key).encode()) / 2**32


def draw_houses(world):
    """Points in metres: a share of the buildings counted, and a few round every settlement that has none
    mapped."""
    grid = world.grid
    array, transform = world.source.raster('buildings_count_9s.tif')
    points = []
    for row in range(array.shape[0]):
        for col in range(array.shape[1]):
            if array[row, col] <= 0:
                continue
            for k in range(int(math.ceil(array[row, col] * HOUSE_SHARE))):
                lon = transform[0] + (col + chance('x', row, col, k)) * transform[1]
                lat = transform[3] + (row + chance('y', row, col, k)) * transform[5]
                points.append(grid.metres(lon, lat))
    counts = world.ground.buildings
    for row in world.settlements:
        if counts.get(row['hex'], 0) >= 5:
            continue
        for k in range(VILLAGE_HOUSES[row['cls']]):
            reach, angle = 40 + 190 * chance('r', row['lon'], row['lat'], k), 2 * math.pi * chance(
                'a', row['lon'], row['lat'], k
            )
            points.append((row['x'] + reach * math.cos(angle), row['y'] + reach * math.sin(angle)))
    return [p for p in points if on_land(world, p)]


def on_land(world, point):
    hex_ = world.grid.hex_at(*point)
    return world.grid.inside(hex_) and hex_ not in world.water and not world.lake.contains(Point(point))


def municipality_polygons(world):
    """[(name_sr, name_sq, Polygon)]. Hexes whose centre lies on the other side of the true boundary than of its
    hexsides go to the side of the hexsides, so that polygons and boundary agree for every hex."""
    found = []
    for properties, geometry in world.source.features('municipalities.geojson', world.grid, 300.0):
        sr = 'Priština' if properties['name_sr'] == 'Pristina' else properties['name_sr']
        sq = {'Pristina': 'Prishtinë', 'Podujeva': 'Podujevë'}.get(
            properties['name_sq'], properties['name_sq']
        )
        found.append([sr, sq, geometry.simplify(20)])
    grid = world.grid
    for hex_ in grid.hexes():
        centre, cell = Point(grid.centre(hex_)), Polygon(grid.polygon(hex_))
        inside = [entry for entry in found if entry[2].contains(centre)]
        if hex_ in world.beyond:
            for entry in inside:
                entry[2] = entry[2].difference(cell.buffer(1))
        elif not inside:
            nearest = min(found, key=lambda entry: (entry[2].distance(centre), entry[0]))
            nearest[2] = nearest[2].union(cell.buffer(1))
    parts = [
        (sr, sq, part) for sr, sq, geometry in found for part in polygons_of(geometry) if part.area > 10000
    ]
    return sorted(parts, key=lambda item: (item[0], -item[2].area))
