"""Puts the map together: from the folder of geographic data to everything that the .tmj holds."""
import math
import sys

from boundary import fit_boundary, hexes_beyond, load_boundary
from bridges import FOOT_CLASSES, all_bridges, named_bridges, road_bridges
from grid import Grid
from heights import burn_profile, fall_only, hex_heights, profile_steps, to_steps
from hexsides import HexsideFitter
from places import load_key_places, load_places, load_settlements
from railway import lay_rails, load_rails
from rasters import HeightModel, HexRaster, buildings_per_hex
from rivers import LAKE_NAME, Rivers, fit_rivers, lake_hexes, lake_polygon, load_courses
from roadlines import load_chains
from roadnet import (
    Network,
    break_rings,
    close_gaps,
    demote_stubs,
    join_main,
    join_pieces,
    merge_twin_bridges,
    reach_hexes,
    trim_spurs,
)
from roads import RoadLayer, add_bridge_links, add_lanes, raw_links
from shapely.geometry import Point
from shapely.prepared import prep
from terrain import Ground, classify, densities

SETTLEMENT_WEIGHT = {
    'city': 8.0,
    'town': 8.0,
    'village': 4.0,
    'hamlet': 2.0,
    'isolated_dwelling': 1.0,
    'suburb': 3.0,
    'neighbourhood': 3.0,
}
KEY_WEIGHT = 6.0
ROAD_WEIGHT = {'trunk': 0.4, 'primary': 0.4, 'secondary': 0.25, 'tertiary': 0.2, 'minor': 0.08, 'track': 0.02}
RAIL_WEIGHT = 0.2
BUILT = ('residential', 'commercial', 'industrial')
WALLED_KINDS = ('monastery', 'fortress', 'base')
LAKE_LEVEL_M = 692.0


def say(text):
    print(text, file=sys.stderr)


class World:
    def __init__(self, source):
        self.source, self.grid = source, Grid()
        self.model = HeightModel(source, self.grid)
        self.raster = HexRaster(self.grid)
        self.settlements = load_settlements(source, self.grid)
        self.keys = load_key_places(source, self.grid)
        self.chains = load_chains(source, self.grid)
        self.rails = load_rails(source, self.grid)
        self.places = load_places(source, self.grid, self.settlements, self.keys)
        self.build_water()
        self.settle_lake_name()
        self.build_boundary()
        self.build_roads()
        self.build_terrain()
        self.build_heights()

    def settle_lake_name(self):
        """The lake's name stands on water."""
        for place in self.places:
            if place.name_sr == LAKE_NAME:
                near = min(
                    sorted(self.water), key=lambda h: math.dist(self.grid.centre(h), (place.x, place.y))
                )
                place.x, place.y = self.grid.centre(near)

    def side_points(self):
        """Points that a river or the boundary must leave on their true side: (x, y, weight)."""
        points = [(row['x'], row['y'], SETTLEMENT_WEIGHT[row['cls']]) for row in self.settlements]
        points += [
            (row['x'], row['y'], KEY_WEIGHT)
            for row in self.keys
            if row['type'] not in ('bridge', 'dam', 'lake', 'pass', 'crossing')
        ]
        for chain in self.chains:
            points += [(x, y, ROAD_WEIGHT[chain.osm]) for _, x, y in chain.course.samples(100.0)]
        for rail in self.rails:
            points += [(x, y, RAIL_WEIGHT) for _, x, y in rail.samples(100.0)]
        return points

    def build_water(self):
        say('rivers and lake')
        grid = self.grid
        self.fitter = HexsideFitter(grid)
        self.points = self.side_points()
        self.lake = lake_polygon(self.source, grid)
        share = self.raster.mean(self.raster.burn([self.lake]))
        busy = {}
        for chain in self.chains:
            if chain.rank <= 1:
                for _, x, y in chain.course.samples(100.0):
                    hex_ = grid.hex_at(x, y)
                    busy[hex_] = busy.get(hex_, 0) + 0.5
        for row in self.settlements:
            if not self.lake.contains(Point(row['x'], row['y'])):
                busy[row['hex']] = busy.get(row['hex'], 0) + 3
        bed = prep(self.lake)
        spine = [
            p
            for p in self.source.profile(grid)['Ibar']
            if bed.contains(Point(p[:2])) and grid.inside(grid.hex_at(*p[:2]))
        ]
        self.water = lake_hexes(grid, self.lake, share, busy, [p[:2] for p in spine])

        def end_of_lake(points):
            inside = [i for i, p in enumerate(points) if bed.contains(Point(p[:2]))]
            return inside[-1] if inside else 0

        courses = load_courses(self.source, grid, end_of_lake)
        fitted = fit_rivers(grid, self.fitter, courses, self.points, self.model.at, self.water)
        self.rivers = Rivers(grid, fitted)

    def build_boundary(self):
        say('boundary')
        self.boundary_course = load_boundary(self.source, self.grid)
        self.boundary_path, self.boundary_sides = fit_boundary(
            self.grid, self.fitter, self.boundary_course, self.points
        )
        self.beyond = hexes_beyond(self.grid, self.boundary_sides)

    def settled_hexes(self, kinds=('city', 'town', 'village', 'hamlet')):
        return {row['hex'] for row in self.settlements if row['cls'] in kinds} - self.water

    def build_roads(self):
        say('roads')
        grid = self.grid
        villages = {
            row['hex']: (row['x'], row['y'])
            for row in self.settlements
            if row['cls'] in ('village', 'hamlet')
        }
        layer = RoadLayer(grid, self.rivers, self.water, villages)
        layer.bridges = road_bridges(self.source, grid, FOOT_CLASSES)
        self.unlaid = [chain for chain in self.chains if not self.wants(chain) or not layer.lay(chain)]
        named = named_bridges(grid, self.rivers, layer.links, self.keys, layer.lay_link)
        wanted = self.settled_hexes() | {
            grid.hex_at(p.x, p.y) for p in self.places if p.kind in WALLED_KINDS + ('crossing', 'mine')
        }
        network = Network(dict(layer.links), {bridge.side for bridge in named if bridge.side in layer.links})

        def crosses(pair):
            return self.rivers.wall(*pair) is not None

        break_rings(grid, network, crosses, wanted)
        raw = raw_links(layer, self.chains)
        merge_twin_bridges(grid, network, self.rivers)
        join_main(grid, network, raw, self.blocked)
        join_pieces(network, raw)
        spots = [
            (r['x'], r['y']) for r in self.settlements if r['cls'] in ('city', 'town', 'village', 'hamlet')
        ]
        spots += [(p.x, p.y) for p in self.places if p.kind in WALLED_KINDS]
        lanes = add_lanes(layer, raw, self.chains, spots, network.next)
        bridged = dict(raw)
        add_bridge_links(layer, bridged, road_bridges(self.source, grid), self.chains)
        reach_hexes(grid, network, bridged, wanted, lanes, self.blocked)
        merge_twin_bridges(grid, network, self.rivers)
        break_rings(grid, network, crosses, wanted)
        self.gaps_closed = close_gaps(grid, network, self.rivers, self.water, wanted, self.on_rim)
        rim = {h for h in network.next if self.on_rim(h)}
        over = {h for pair in network.links if pair in self.boundary_links() for h in pair}
        trim_spurs(network, wanted | rim | over)
        demote_stubs(network, self.on_rim)
        self.network, self.raw = network, raw
        self.links = network.links
        self.named = named
        dam = next(key for key in self.keys if key['type'] == 'dam')
        self.bridges = all_bridges(grid, self.rivers, self.links, named, (dam['x'], dam['y']))
        self.rail_links = lay_rails(grid, self.rivers, self.water, self.rails)

    def blocked(self, a, b):
        return b in self.water or self.rivers.wall(a, b) is not None

    def wants(self, chain):
        """Short local lanes and tracks say nothing at 500 m."""
        return chain.rank < 3 or chain.course.length >= (700 if chain.rank == 3 else 1500)

    def on_rim(self, hex_):
        return hex_[0] in (0, self.grid.cols - 1) or hex_[1] in (0, self.grid.rows - 1)

    def boundary_links(self):
        return {side for side, _, _ in self.boundary_sides}

    def build_terrain(self):
        say('terrain')
        grid, source = self.grid, self.source
        wood = self.raster.mean(
            self.raster.burn(
                [g for p, g in source.features('landcover_osm.geojson', grid) if p['class'] == 'wood']
            )
        )
        built = self.raster.mean(
            self.raster.burn(
                [g for p, g in source.features('landuse_osm.geojson', grid) if p['class'] in BUILT]
            )
        )
        slopes = self.model.slope([grid.centre(hex_) for hex_ in grid.hexes()])
        settlements = {}
        for row in self.settlements:
            settlements.setdefault(row['hex'], []).append(row)
        walled = {grid.hex_at(p.x, p.y) for p in self.places if p.kind in WALLED_KINDS}
        walled -= {
            hex_ for hex_, rows in settlements.items() if any(r['cls'] in ('city', 'town') for r in rows)
        }
        roads = {h for pair, chain in self.links.items() if chain.cls != 'track' for h in pair}
        self.ground = Ground(
            wood,
            built,
            buildings_per_hex(source, grid),
            dict(zip(grid.hexes(), slopes)),
            self.water,
            settlements,
            walled,
            roads,
        )
        self.terrain = classify(grid, self.ground)
        self.density = densities(grid, self.terrain, self.ground)

    def build_heights(self):
        say('heights')
        grid = self.grid
        valley = {}
        for chain in self.chains:
            if chain.rank <= 1:
                for _, x, y in chain.course.samples(80.0):
                    valley.setdefault(grid.hex_at(x, y), []).append((x, y))
        for row in self.settlements:
            if row['cls'] in ('city', 'town', 'village'):
                valley.setdefault(row['hex'], []).append((row['x'], row['y']))
        road_hexes = {h for pair in self.links for h in pair} | self.settled_hexes()
        valley = {hex_: points for hex_, points in valley.items() if hex_ in road_hexes}
        heights = hex_heights(grid, self.model, valley, {hex_: LAKE_LEVEL_M for hex_ in self.water})
        self.steps = to_steps(heights)
        for river in self.rivers.rivers:
            if river.profile is not None:
                levels = profile_steps(grid, river.sides, river.course, river.profile)
                burn_profile(self.steps, river.sides, levels, self.water)
        self.lowered = {}
        for _ in range(20):
            before = dict(self.steps)
            for river in self.rivers.rivers:
                if river.profile is not None:
                    self.lowered.update(fall_only(self.steps, river.sides))
            if before == self.steps:
                break
