"""Reads a .tmj back into hexes, links and hexsides: for the checks and the preview, without the
geographic data.
"""
import json

from grid import DIR_CENTRE, DIR_CORNERS, Grid, hex_of_unit, link, neighbours, unit_of

TOLERANCE_PX = 3.0


class MapFile:
    def __init__(self, path):
        with open(path, encoding='utf-8') as file:
            self.raw = json.load(file)
        self.properties = {p['name']: p['value'] for p in self.raw['properties']}
        self.cols, self.rows = self.raw['width'], self.raw['height']
        self.grid = Grid(self.properties['origin_x'], self.properties['origin_y'], self.cols, self.rows)
        self.layers = {layer['name']: layer for layer in self.raw['layers']}
        self.value = {}
        for tileset in self.raw['tilesets']:
            for tile in tileset['tiles']:
                self.value[tileset['firstgid'] + tile['id']] = tile['properties'][0]['value']
        self.terrain, self.height, self.density = (self.tiles(n) for n in ('terrain', 'height', 'density'))
        self.errors = []

    def tiles(self, name):
        data = self.layers[name]['data']
        return {(i % self.cols, i // self.cols): self.value[gid] for i, gid in enumerate(data)}

    def objects(self, name):
        return self.layers[name]['objects'] if name in self.layers else []

    @staticmethod
    def values(object_):
        return {p['name']: p['value'] for p in object_.get('properties', ())}

    @staticmethod
    def pixels(object_):
        points = object_.get('polyline') or object_.get('polygon') or [{'x': 0, 'y': 0}]
        return [(object_['x'] + p['x'], object_['y'] + p['y']) for p in points]

    def unit(self, pixel):
        """Grid position that a pixel means, or None when it lies more than 3 px off every one."""
        x, y = (pixel[0] - 26) / 26, (pixel[1] - 30) / 15
        unit = (round(x), round(y))
        off = ((x - unit[0]) * 26) ** 2 + ((y - unit[1]) * 15) ** 2
        return unit if off <= TOLERANCE_PX**2 else None

    def hex_of_pixel(self, pixel):
        x = self.grid.origin_x + (pixel[0] - 26) * 500 / 52
        y = self.grid.origin_y - (pixel[1] - 30) * 433.0127018922193 / 45
        return self.grid.hex_at(x, y)

    def hex_walks(self, layer):
        """[(object, [hexes])]; a vertex that is no hex centre becomes an error."""
        found = []
        for object_ in self.objects(layer):
            units = [self.unit(p) for p in self.pixels(object_)]
            hexes = [hex_of_unit(u) if u is not None else None for u in units]
            if any(h is None or unit_of(h) != u or not self.grid.inside(h) for h, u in zip(hexes, units)):
                self.errors.append(
                    '%s, object %d: a vertex is no hex centre of the map.' % (layer, object_['id'])
                )
                continue
            found.append((object_, hexes))
        return found

    def corner_walks(self, layer):
        """[(object, [corners])]"""
        found = []
        for object_ in self.objects(layer):
            units = [self.unit(p) for p in self.pixels(object_)]
            if any(u is None for u in units):
                self.errors.append('%s, object %d: a vertex is no hex corner.' % (layer, object_['id']))
                continue
            found.append((object_, units))
        return found

    def sides_of(self, walk):
        """[(hexside, left hex, right hex)] of a corner walk, None where two corners are no hexside of the
        map."""
        return [self.side_between(a, b) for a, b in zip(walk, walk[1:])]

    def side_between(self, a, b):
        for dx, dy in DIR_CENTRE + ((0, 2), (0, -2), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            centre = (a[0] + dx, a[1] + dy)
            hex_ = hex_of_unit(centre)
            if unit_of(hex_) != centre:
                continue
            for side, (p, q) in enumerate(DIR_CORNERS):
                if (centre[0] + p[0], centre[1] + p[1]) == a and (centre[0] + q[0], centre[1] + q[1]) == b:
                    other = neighbours(hex_)[side]
                    return (
                        (link(hex_, other), hex_, other)
                        if self.grid.inside(hex_) and self.grid.inside(other)
                        else None
                    )
        return None

    def links(self, layer):
        """link -> class (the better one where two lie on each other)"""
        order = {'main': 0, 'minor': 1, 'track': 2, 'rail': 0}
        found = {}
        for object_, hexes in self.hex_walks(layer):
            for a, b in zip(hexes, hexes[1:]):
                pair = link(a, b)
                if pair not in found or order[object_['type']] < order[found[pair]]:
                    found[pair] = object_['type']
        return found
