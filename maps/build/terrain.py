"""Terrain class and civilian density of each hex (rulebook 3)."""
from grid import distance

CLASSES = ('open', 'scrub', 'forest', 'steep', 'village', 'town', 'walled', 'water')

FOREST_SHARE, SCRUB_SHARE = 0.55, 0.22
STEEP_SLOPE = 0.28
TOWN_BUILT_SHARE, TOWN_BUILDINGS = 0.40, 45
VILLAGE_BUILT_SHARE, VILLAGE_BUILDINGS = 0.30, 14


class Ground:
    """What is known of the hexes; each field maps a hex to a number and may lack hexes."""

    def __init__(self, wood, built, buildings, slope, water, settlements, walled, roads):
        self.wood, self.built, self.buildings, self.slope = wood, built, buildings, slope
        self.water, self.settlements, self.walled, self.roads = water, settlements, walled, roads


def town_centre(settlement):
    return settlement['cls'] in ('city', 'town')


def terrain_of(ground, hex_, near_town):
    """The first that holds: lake, walled site, town, village, steep, forest, scrub, open."""
    if hex_ in ground.water:
        return 'water'
    if hex_ in ground.walled:
        return 'walled'
    here = ground.settlements.get(hex_, [])
    built, buildings = ground.built.get(hex_, 0.0), ground.buildings.get(hex_, 0.0)
    if any(town_centre(s) for s in here):
        return 'town'
    if near_town and (built >= TOWN_BUILT_SHARE or buildings >= TOWN_BUILDINGS):
        return 'town'
    if any(s['cls'] != 'isolated_dwelling' for s in here):
        return 'village'
    if built >= VILLAGE_BUILT_SHARE or buildings >= VILLAGE_BUILDINGS:
        return 'village'
    if ground.slope[hex_] >= STEEP_SLOPE and hex_ not in ground.roads:
        return 'steep'
    if ground.wood[hex_] >= FOREST_SHARE:
        return 'forest'
    return 'scrub' if ground.wood[hex_] >= SCRUB_SHARE else 'open'


def town_reach(settlement):
    """How far in hexes a town may spread."""
    population = int(float(settlement['pop'] or 0))
    if settlement['cls'] == 'city' or population > 10000:
        return 6
    return 3 if population > 5000 else 2


def classify(grid, ground):
    centres = [
        (hex_, town_reach(s)) for hex_, found in ground.settlements.items() for s in found if town_centre(s)
    ]
    terrain = {}
    for hex_ in grid.hexes():
        near = any(distance(hex_, centre) <= reach for centre, reach in centres)
        terrain[hex_] = terrain_of(ground, hex_, near)
    return terrain


def densities(grid, terrain, ground):
    """0 nobody, 1 hamlet or village, 2 large village or edge of a town, 3 middle of a town."""
    found = {}
    for hex_ in grid.hexes():
        built, buildings = ground.built.get(hex_, 0.0), ground.buildings.get(hex_, 0.0)
        here = ground.settlements.get(hex_, [])
        population = max([float(s['pop'] or 0) for s in here if s['cls'] in ('village', 'hamlet')] or [0])
        if terrain[hex_] == 'water':
            level = 0
        elif terrain[hex_] == 'town':
            level = (
                3 if built >= 0.6 or buildings >= 80 or any(s['cls'] in ('city', 'town') for s in here) else 2
            )
        elif terrain[hex_] == 'village':
            level = 2 if population > 700 or buildings >= 40 or built >= 0.6 else 1
        else:
            level = 1 if here or buildings >= 3 or built >= 0.12 else 0
        found[hex_] = level
    return found
