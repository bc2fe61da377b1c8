"""Rivers: true courses from the data, the lake's hexes, and the rivers' walks along hexsides."""
import heapq
import math

from course import Course, bridge_gaps, merge_lines
from grid import HEX_M, neighbours, unit_of
from hexsides import area_points, gather_evidence
from names import river_pair
from shapely.geometry import Point
from shapely.ops import unary_union
from source import lines_of

LAKE_MIN_KM2 = 1.0
LAKE_SHARE = 0.5
MIN_LENGTH_M = 4000.0
LAKE_NAME = 'Gazivodsko jezero'
# Rivers of the far side whose data are scraps or that only brush the map's rim.
LEFT_OUT = {'Murgullë', 'Llap', 'Kaçandoll', 'Топлица', 'Луковска река'}


class River:
    def __init__(self, name, course, profile=None):
        self.name, self.course, self.profile = name, course, profile
        self.name_sr, self.name_sq = river_pair(name)
        self.path, self.sides, self.joins = None, [], None


class Rivers:
    """All rivers on hexsides, and what roads and settlements ask about them."""

    def __init__(self, grid, rivers):
        self.grid, self.rivers = grid, rivers
        self.river_of = {}
        for river in rivers:
            for side, _, _ in river.sides:
                self.river_of.setdefault(side, river)
        self.bank = {}
        for river in rivers:
            self.bank[river.name] = bank_of_hexes(grid, river)

    def wall(self, a, b):
        """The river between two neighbouring hexes, or None."""
        return self.river_of.get((a, b) if a <= b else (b, a))


def bank_of_hexes(grid, river, reach=1500.0):
    """hex -> +1 left or -1 right of the river's hexsides, for hexes near it."""
    walk = Course([grid.unit_metres(corner) for corner in river.path])
    west, south, east, north = walk.line.bounds
    bank = {}
    for hex_ in grid.hexes():
        x, y = grid.centre(hex_)
        if west - reach < x < east + reach and south - reach < y < north + reach:
            distance, along, side = walk.project(x, y)
            if distance <= reach and 0 < along < walk.length:
                bank[hex_] = side
    return bank


def load_courses(source, grid, end_of_lake):
    """The rivers that get hexsides, main ones first: (name, coordinates downstream, heights or None)."""
    profile = source.profile(grid)
    found = []
    for name in ('Ibar', 'Sitnica'):
        points = [p for p in profile[name] if inside(grid, p, 400.0)]
        if name == 'Ibar':
            points = points[end_of_lake(points) :]
        found.append(('Ibar' if name == 'Ibar' else 'Sitnicë', points, [p[2] for p in points]))
    for properties, geometry in source.features('waterways.geojson', grid, 0):
        name = properties['name']
        if (
            properties['class'] != 'river'
            or not name
            or name in LEFT_OUT
            or name in ('Ibar', 'Ибар', 'Ibër', 'Iber', 'Sitnicë')
        ):
            continue
        chains = bridge_gaps(merge_lines(lines_of(geometry)), 300.0)
        longest = max(chains, key=lambda chain: Course(chain).length)
        if Course(longest).length >= MIN_LENGTH_M:
            found.append((name, longest, None))
    return found


def inside(grid, point, margin=0.0):
    west, south, east, north = grid.bounds(margin)
    return west <= point[0] <= east and south <= point[1] <= north


def downstream(points, heights_at, main_line):
    """The points in the direction of flow: to the nearer of the Ibar, else falling."""
    first, last = Point(points[0][:2]), Point(points[-1][:2])
    near_first, near_last = main_line.distance(first), main_line.distance(last)
    if min(near_first, near_last) < 400:
        return points if near_last < near_first else points[::-1]
    a, b = heights_at([points[0][:2], points[-1][:2]])
    return points if a >= b else points[::-1]


def lake_polygon(source, grid):
    shapes = [
        geometry
        for properties, geometry in source.features('water.geojson', grid)
        if properties.get('name_sr') == LAKE_NAME
    ]
    return unary_union(shapes)


def lake_hexes(grid, lake, share, busy, spine):
    """Hexes of the lake: those mostly water, and a chain of hexes along its old river bed so that it is
    one water. `busy`: hex -> weight of roads and settlements, `spine`: points of the bed inside the lake."""
    water = {hex_ for hex_, part in share.items() if part >= LAKE_SHARE and busy.get(hex_, 0) < 3}
    for a, b in zip(spine, spine[1:]):
        water.update(bed_path(grid, grid.hex_at(*a), grid.hex_at(*b), share, busy))
    return {hex_ for hex_ in water if grid.inside(hex_)}


def bed_path(grid, start, goal, share, busy):
    queue, best, back = [(0.0, start)], {start: 0.0}, {}
    while queue:
        so_far, hex_ = heapq.heappop(queue)
        if hex_ == goal:
            break
        if so_far > best[hex_]:
            continue
        for other in neighbours(hex_):
            part = share.get(other, 0.0)
            if part < 0.12 and other != goal:
                continue
            total = so_far + 0.15 / (0.05 + part) + busy.get(other, 0)
            if total < best.get(other, 1e18):
                best[other], back[other] = total, hex_
                heapq.heappush(queue, (total, other))
    path, hex_ = [goal], goal
    while hex_ in back:
        hex_ = back[hex_]
        path.append(hex_)
    return path if path[-1] == start else []


def fit_rivers(grid, fitter, courses, points, heights_at, water):
    """Walks every river along hexsides; tributaries end on a corner of the river they join or of the lake."""
    main = Course(courses[0][1])
    lake_corners = {
        (unit_of(h)[0] + dx, unit_of(h)[1] + dy)
        for h in water
        for dx, dy in ((0, -2), (0, 2), (1, 1), (1, -1), (-1, 1), (-1, -1))
    }
    fitted, taken = [], {}
    for name, coordinates, profile in courses:
        if profile is None:
            coordinates = downstream(coordinates, heights_at, main.line)
        river = River(name, Course(coordinates), profile)
        fit_one(grid, fitter, river, points, taken, lake_corners, fitted)
        if river.path is None or len(river.path) < 4:
            continue
        river.sides = fitter.sides(river.path)
        for corner in river.path:
            taken.setdefault(corner, river)
        fitted.append(river)
    return fitted


def fit_one(grid, fitter, river, points, taken, lake_corners, fitted):
    course = river.course
    evidence = gather_evidence(grid, course, points + area_points(grid, course, weight=1.2))
    starts, ends = None, None
    if not fitted:
        starts = near_corners(grid, lake_corners, course.points[0], 1500.0)
    if near_rim(grid, course.points[0]):
        starts = fitter.rim_corners_near(course.points[0])
    mouth = course.points[-1]
    joined = [corner for corner, _ in taken.items() if far(grid, corner, mouth) < 900.0]
    lake_mouth = lake_entries(grid, course, lake_corners)
    if near_rim(grid, mouth) and not joined:
        ends = fitter.rim_corners_near(mouth)
    elif joined:
        ends = joined
    elif lake_mouth and fitted:
        ends = lake_mouth
    forbidden = set(taken) | (lake_corners if river.name != 'Ibar' else set())
    river.path = fitter.fit(course, evidence, starts, ends, forbidden)
    river.joins = taken[river.path[-1]].name if river.path and river.path[-1] in taken else None


def lake_entries(grid, course, lake_corners, reach=420.0):
    """Corners of the lake near the lower half of a course: the walk ends at the first it meets."""
    found = []
    for corner in sorted(lake_corners):
        distance, along, _ = course.project(*grid.unit_metres(corner))
        if distance < reach and along > course.length / 2:
            found.append(corner)
    return found


def far(grid, corner, point):
    x, y = grid.unit_metres(corner)
    return math.hypot(x - point[0], y - point[1])


def near_corners(grid, corners, point, reach):
    return sorted(corner for corner in corners if far(grid, corner, point) < reach)


def near_rim(grid, point):
    west, south, east, north = grid.bounds()
    return min(point[0] - west, east - point[0], point[1] - south, north - point[1]) < HEX_M
