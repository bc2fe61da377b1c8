"""Real roads as chains: the lines of a class joined at their ends into strokes that run as straight as
they can.
"""
import math

from course import Course, merge_lines
from source import lines_of

CLASSES = ('main', 'minor', 'track')
MAIN_OSM = ('trunk', 'primary', 'construction')
# Order in which chains are laid on the grid, and the class of their links.
RANKS = {
    'trunk': (0, 'main'),
    'primary': (0, 'main'),
    'secondary': (1, 'minor'),
    'tertiary': (2, 'minor'),
    'minor': (3, 'minor'),
    'track': (4, 'track'),
}
DRAW_CLASS = {
    'trunk': 'main',
    'primary': 'main',
    'secondary': 'regional',
    'tertiary': 'tertiary',
    'minor': 'minor',
    'track': 'track',
}


class Chain:
    def __init__(self, osm, ref, course):
        self.osm, self.ref, self.course = osm, ref, course
        self.rank, self.cls = RANKS[osm]
        self.hexes, self.places = [], []

    def as_lane(self, osm='track'):
        """The same course as a track or minor road: a village lane beside it."""
        return Chain(osm, '', self.course)

    def at_hex_near(self, along, window=350.0):
        """Hexes of the laid path that stand for the course near a position along it."""
        near = [hex_ for hex_, place in zip(self.hexes, self.places) if abs(place - along) <= window]
        if near or not self.hexes:
            return near
        return [min(zip(self.hexes, self.places), key=lambda pair: (abs(pair[1] - along), pair[0]))[0]]


def strokes(lines, least_angle=120.0):
    """Joins lines end to end where they run on most nearly straight, pair by pair."""
    lines = merge_lines(lines)
    ends = {}
    for i, line in enumerate(lines):
        for end in (0, -1):
            ends.setdefault(key(line.coords[end]), []).append((i, end))
    joined = {}
    for node in sorted(ends):
        candidates = []
        for a in range(len(ends[node])):
            for b in range(a + 1, len(ends[node])):
                one, two = ends[node][a], ends[node][b]
                if one[0] != two[0]:
                    candidates.append((-angle(lines[one[0]], one[1], lines[two[0]], two[1]), one, two))
        for turn, one, two in sorted(candidates):
            if -turn >= least_angle and one not in joined and two not in joined:
                joined[one], joined[two] = two, one
    return follow(lines, joined)


def follow(lines, joined):
    used, found = set(), []
    for start in [i for i in range(len(lines)) if (i, 0) not in joined or (i, -1) not in joined] + list(
        range(len(lines))
    ):
        if start in used:
            continue
        i, entry = start, 0 if (start, 0) not in joined else -1
        coordinates = []
        while i not in used:
            used.add(i)
            part = list(lines[i].coords) if entry == 0 else list(lines[i].coords)[::-1]
            coordinates += part if not coordinates else part[1:]
            leave = (i, -1 if entry == 0 else 0)
            if leave not in joined:
                break
            i, entry = joined[leave]
        found.append(coordinates)
    return found


def key(point):
    return round(point[0]), round(point[1])


def angle(one, end_one, two, end_two):
    """Angle in degrees between two lines at their shared end; 180 runs straight on."""
    ax, ay = direction_from(one, end_one)
    bx, by = direction_from(two, end_two)
    return math.degrees(math.acos(max(-1.0, min(1.0, ax * bx + ay * by))))


def direction_from(line, end):
    points = list(line.coords) if end == 0 else list(line.coords)[::-1]
    x, y = points[0][:2]
    for far in points[1:]:
        length = math.hypot(far[0] - x, far[1] - y)
        if length > 60:
            break
    return (far[0] - x) / max(length, 1e-9), (far[1] - y) / max(length, 1e-9)


def load_chains(source, grid):
    """All chains that touch the map, the important and long first."""
    groups = {}
    for properties, geometry in source.features('roads_main.geojson', grid, 0.0):
        if properties['class'] in RANKS:
            groups.setdefault((properties['class'], properties['ref'] or ''), []).extend(lines_of(geometry))
    for properties, geometry in source.features('roads_local.geojson', grid, 0.0):
        if properties['class'] in RANKS:
            groups.setdefault((properties['class'], ''), []).extend(lines_of(geometry))
    chains = []
    for (osm, ref), lines in sorted(groups.items()):
        for coordinates in strokes(lines):
            for part in split_double(coordinates):
                course = Course(part)
                if course.length > 30 and grid_touches(grid, course):
                    chains.append(Chain(osm, ref, course))
    chains.sort(key=lambda c: (c.rank, -round(c.course.length), tuple(c.course.points[0])))
    return chains


def split_double(coordinates):
    """A stroke that comes back to where it began (both carriageways of one road) is cut at its far end."""
    start, end = coordinates[0], coordinates[-1]
    reach = [math.dist(start[:2], point[:2]) for point in coordinates]
    far = max(range(len(coordinates)), key=lambda i: reach[i])
    if (
        reach[far] > 400
        and math.dist(start[:2], end[:2]) < 0.35 * reach[far]
        and 0 < far < len(coordinates) - 1
    ):
        return [coordinates[: far + 1], coordinates[far:]]
    return [coordinates]


def grid_touches(grid, course):
    west, south, east, north = grid.bounds()
    a, b, c, d = course.line.bounds
    return a < east and c > west and b < north and d > south
