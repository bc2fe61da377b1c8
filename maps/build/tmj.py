"""Writes the map in Tiled's JSON format: one object a line, keys in order, numbers rounded, so that equal
maps are equal bytes.
"""
import json

from grid import EPSG, HEX_M, unit_of, unit_pixel
from roadnet import polylines

CREDIT = '\u00a9 OpenStreetMap contributors (ODbL 1.0), GeoNames (CC BY 4.0), geoBoundaries'
COLORS = {
    'roads': '#cf6a22',
    'railway': '#2e2b29',
    'rivers': '#3c7592',
    'boundary': '#6a3b66',
    'bridges': '#2e2b29',
    'places': '#241f1a',
    'municipalities': '#6a3b66',
    'draw-roads': '#cf6a22',
    'draw-railway': '#2e2b29',
    'draw-rivers': '#3c7592',
    'draw-lakes': '#7fb0c6',
    'draw-boundary': '#6a3b66',
    'draw-woods': '#93ab7b',
    'draw-houses': '#5b3b31',
}
HIDDEN = {
    'municipalities',
    'draw-roads',
    'draw-railway',
    'draw-rivers',
    'draw-lakes',
    'draw-boundary',
    'draw-woods',
    'draw-houses',
}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'), sort_keys=True)


def rounded(value, digits=1):
    number = round(float(value), digits)
    return int(number) if number == int(number) else number


def properties_of(values):
    kinds = {bool: 'bool', int: 'int', float: 'float', str: 'string'}
    return [
        {'name': name, 'type': kinds[type(value)], 'value': value} for name, value in sorted(values.items())
    ]


class Writer:
    def __init__(self, grid):
        self.grid = grid
        self.next_object, self.next_layer = 1, 1
        self.layers = []

    def tile_layer(self, name, data, visible, opacity=1):
        rows = [
            ','.join(str(gid) for gid in data[i : i + self.grid.cols])
            for i in range(0, len(data), self.grid.cols)
        ]
        head = compact(
            {
                'height': self.grid.rows,
                'id': self.take_layer(),
                'name': name,
                'opacity': opacity,
                'type': 'tilelayer',
                'visible': visible,
                'width': self.grid.cols,
                'x': 0,
                'y': 0,
            }
        )
        self.layers.append(head[:-1] + ',"data":[\n' + ',\n'.join(rows) + ']}')

    def take_layer(self):
        self.next_layer += 1
        return self.next_layer - 1

    def object_layer(self, name, objects):
        head = compact(
            {
                'color': COLORS[name],
                'draworder': 'index',
                'id': self.take_layer(),
                'name': name,
                'opacity': 1,
                'type': 'objectgroup',
                'visible': name not in HIDDEN,
                'x': 0,
                'y': 0,
            }
        )
        self.layers.append(head[:-1] + ',"objects":[\n' + ',\n'.join(compact(o) for o in objects) + ']}')

    def base(self, kind, x, y, values, name=''):
        self.next_object += 1
        made = {
            'height': 0,
            'id': self.next_object - 1,
            'name': name,
            'rotation': 0,
            'type': kind,
            'visible': True,
            'width': 0,
            'x': rounded(x),
            'y': rounded(y),
        }
        if values:
            made['properties'] = properties_of(values)
        return made

    def point(self, kind, x, y, values, name=''):
        made = self.base(kind, x, y, values, name)
        made['point'] = True
        return made

    def poly(self, shape, kind, pixels, values, name=''):
        x0, y0 = rounded(pixels[0][0]), rounded(pixels[0][1])
        made = self.base(kind, x0, y0, values, name)
        made[shape] = [{'x': rounded(rounded(x) - x0), 'y': rounded(rounded(y) - y0)} for x, y in pixels]
        return made

    def metre_pixels(self, coordinates):
        """Pixels without repeats."""
        found = []
        for point in coordinates:
            x, y = self.grid.pixel(point[0], point[1])
            pixel = (rounded(x), rounded(y))
            if not found or found[-1] != pixel:
                found.append(pixel)
        return found

    def course(self, kind, coordinates, values):
        pixels = self.metre_pixels(coordinates)
        return self.poly('polyline', kind, pixels, values) if len(pixels) > 1 else None

    def area(self, kind, polygon, values):
        pixels = self.metre_pixels(polygon.exterior.coords[:-1])
        return self.poly('polygon', kind, pixels, values) if len(pixels) > 2 else None

    def document(self, tilesets):
        grid = self.grid
        head = {
            'compressionlevel': -1,
            'height': grid.rows,
            'hexsidelength': 30,
            'infinite': False,
            'nextlayerid': self.next_layer,
            'nextobjectid': self.next_object,
            'orientation': 'hexagonal',
            'renderorder': 'right-down',
            'staggeraxis': 'y',
            'staggerindex': 'odd',
            'tiledversion': '1.8.2',
            'tileheight': 60,
            'tilewidth': 52,
            'type': 'map',
            'version': '1.8',
            'width': grid.cols,
            'properties': properties_of(
                {
                    'format': 1,
                    'epsg': EPSG,
                    'origin_x': float(grid.origin_x),
                    'origin_y': float(grid.origin_y),
                    'hex_m': HEX_M,
                    'credit': CREDIT,
                }
            ),
        }
        return (
            compact(head)[:-1]
            + ',\n"tilesets":[\n'
            + ',\n'.join(compact(t) for t in tilesets)
            + '],\n"layers":[\n'
            + ',\n'.join(self.layers)
            + ']}\n'
        )


def hex_pixel(hex_):
    return unit_pixel(unit_of(hex_))


def rule_layers(writer, world):
    """The layers that the rules need."""
    roads = polylines(world.links, lambda pair: (world.links[pair].cls, world.links[pair].ref))
    writer.object_layer(
        'roads',
        [
            writer.poly('polyline', cls, [hex_pixel(h) for h in walk], {'ref': ref, 'name': ''}, ref)
            for (cls, ref), walk in roads
        ],
    )
    rails = polylines(world.rail_links, lambda pair: 'rail')
    writer.object_layer(
        'railway', [writer.poly('polyline', 'rail', [hex_pixel(h) for h in walk], {}) for _, walk in rails]
    )
    writer.object_layer(
        'rivers',
        [
            writer.poly(
                'polyline',
                'river',
                [unit_pixel(c) for c in river.path],
                {'name_sr': river.name_sr, 'name_sq': river.name_sq},
                river.name_sr,
            )
            for river in world.rivers.rivers
        ],
    )
    writer.object_layer(
        'boundary', [writer.poly('polyline', 'boundary', [unit_pixel(c) for c in world.boundary_path], {})]
    )
    bridges = []
    for bridge in world.bridges:
        (ax, ay), (bx, by) = hex_pixel(bridge.side[0]), hex_pixel(bridge.side[1])
        bridges.append(
            writer.point(
                bridge.kind,
                (ax + bx) / 2,
                (ay + by) / 2,
                {'name_sr': bridge.name_sr, 'name_sq': bridge.name_sq},
                bridge.name_sr,
            )
        )
    writer.object_layer('bridges', bridges)
    places = []
    for place in world.places:
        x, y = writer.grid.pixel(place.x, place.y)
        places.append(
            writer.point(
                place.kind,
                x,
                y,
                {
                    'name_sr': place.name_sr,
                    'name_sq': place.name_sq,
                    'rank': place.rank,
                    'height_m': place.height,
                    'cultural': place.cultural,
                },
                place.name_sr,
            )
        )
    writer.object_layer('places', places)


def picture_layers(writer, world):
    import draw

    writer.object_layer(
        'municipalities',
        [
            o
            for o in (
                writer.area('municipality', polygon, {'name_sr': sr, 'name_sq': sq})
                for sr, sq, polygon in draw.municipality_polygons(world)
            )
            if o
        ],
    )
    layers = {
        'draw-roads': [
            writer.course(kind, line.coords, {'ref': ref}) for kind, ref, line in draw.draw_roads(world)
        ],
        'draw-railway': [writer.course('rail', line.coords, {}) for line in draw.draw_rails(world)],
        'draw-rivers': [
            writer.course(kind, line.coords, {'name_sr': sr, 'name_sq': sq, 'main': main})
            for kind, sr, sq, main, line in draw.draw_rivers(world)
        ],
        'draw-lakes': [
            writer.area('lake', polygon, {'name_sr': sr, 'name_sq': sq})
            for sr, sq, polygon in draw.draw_lakes(world)
        ],
        'draw-boundary': [writer.course('boundary', world.boundary_course.line.simplify(15).coords, {})],
        'draw-woods': [writer.area('wood', polygon, {}) for polygon in draw.draw_woods(world)],
        'draw-houses': [writer.point('house', *writer.grid.pixel(*p), {}) for p in draw.draw_houses(world)],
    }
    for name, objects in layers.items():
        writer.object_layer(name, [o for o in objects if o])


def write_map(world, tilesets, gid):
    writer = Writer(world.grid)
    hexes = world.grid.hexes()
    writer.tile_layer('terrain', [gid['terrain', world.terrain[h]] for h in hexes], True)
    writer.tile_layer('height', [gid['height', world.steps[h]] for h in hexes], False, 0.6)
    writer.tile_layer('density', [gid['density', world.density[h]] for h in hexes], False, 0.6)
    rule_layers(writer, world)
    picture_layers(writer, world)
    return writer.document(tilesets)
