"""The hex grid: 500 m, pointy-top, odd-r, in UTM 34N; its hexes, corners and hexsides in metres and in
pixels.

Positions on the grid are integers (X, Y): X counts half hexes (250 m) eastwards, Y counts half hexsides
(144.34 m) southwards. The centre of hex (col, row) is (2*col + row odd, 3*row); its corners lie one or
two units away, so that a corner shared by three hexes has one name. Directions run counter-clockwise from
the east.
"""
import functools
import math

EPSG = 32634
HEX_M = 500.0
STEP_X = HEX_M / 2
STEP_Y = HEX_M / math.sqrt(3) / 2
ROW_M = 3 * STEP_Y

# The grid's origin, and the margin by which the monastery and the village of Banjska lie inside their two
# hexes, come from origin.py; the window covers the four northern municipalities.
COLS, ROWS = 90, 126
ORIGIN_X, ORIGIN_Y = 456650.0, 4792667.0

DIR_CORNERS = (
    ((1, 1), (1, -1)),
    ((1, -1), (0, -2)),
    ((0, -2), (-1, -1)),
    ((-1, -1), (-1, 1)),
    ((-1, 1), (0, 2)),
    ((0, 2), (1, 1)),
)
DIR_CENTRE = ((2, 0), (1, -3), (-1, -3), (-2, 0), (-1, 3), (1, 3))


def projection():
    """Transformation from longitude and latitude (in this order) to metres."""
    from osgeo import osr  # here, so that checking a built map needs no GDAL

    geographic, metric = osr.SpatialReference(), osr.SpatialReference()
    geographic.ImportFromEPSG(4326)
    metric.ImportFromEPSG(EPSG)
    for system in (geographic, metric):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(geographic, metric), osr.CoordinateTransformation(metric, geographic)


class Grid:
    def __init__(self, origin_x=ORIGIN_X, origin_y=ORIGIN_Y, cols=COLS, rows=ROWS):
        self.origin_x, self.origin_y, self.cols, self.rows = origin_x, origin_y, cols, rows

    @functools.cached_property
    def to_metres(self):
        return projection()[0]

    @functools.cached_property
    def to_degrees(self):
        return projection()[1]

    def hexes(self):
        return [(col, row) for row in range(self.rows) for col in range(self.cols)]

    def inside(self, hex_):
        return 0 <= hex_[0] < self.cols and 0 <= hex_[1] < self.rows

    def metres(self, lon, lat):
        x, y, _ = self.to_metres.TransformPoint(float(lon), float(lat))
        return x, y

    def degrees(self, x, y):
        lon, lat, _ = self.to_degrees.TransformPoint(float(x), float(y))
        return lon, lat

    def unit_metres(self, unit):
        return self.origin_x + unit[0] * STEP_X, self.origin_y - unit[1] * STEP_Y

    def centre(self, hex_):
        return self.unit_metres(unit_of(hex_))

    def hex_at(self, x, y):
        """The hex whose centre is nearest; may lie outside the map."""
        row_near = round((self.origin_y - y) / ROW_M)
        best = None
        for row in (row_near - 1, row_near, row_near + 1):
            col = round((x - self.origin_x) / HEX_M - 0.5 * (row & 1))
            cx, cy = self.centre((col, row))
            distance = (cx - x) ** 2 + (cy - y) ** 2
            if best is None or distance < best[0]:
                best = (distance, (col, row))
        return best[1]

    def hex_of(self, lon, lat):
        return self.hex_at(*self.metres(lon, lat))

    def pixel(self, x, y):
        """Map pixel of a point in metres; a hex is 52 by 60 px, rows are 45 px apart."""
        return 26 + (x - self.origin_x) * 52 / HEX_M, 30 + (self.origin_y - y) * 45 / ROW_M

    def polygon(self, hex_):
        """The six corners in metres, counter-clockwise from the south-eastern one."""
        ux, uy = unit_of(hex_)
        return [self.unit_metres((ux + a[0], uy + a[1])) for a, _ in DIR_CORNERS]

    def bounds(self, margin=0.0):
        """West, south, east, north of the map in metres."""
        return (
            self.origin_x - STEP_X - margin,
            self.origin_y - ROW_M * (self.rows - 1) - 2 * STEP_Y - margin,
            self.origin_x + HEX_M * self.cols + margin,
            self.origin_y + 2 * STEP_Y + margin,
        )


def unit_of(hex_):
    return 2 * hex_[0] + (hex_[1] & 1), 3 * hex_[1]


def hex_of_unit(unit):
    row = unit[1] // 3
    return (unit[0] - (row & 1)) // 2, row


def neighbour(hex_, direction):
    ux, uy = unit_of(hex_)
    dx, dy = DIR_CENTRE[direction]
    return hex_of_unit((ux + dx, uy + dy))


def neighbours(hex_):
    return [neighbour(hex_, direction) for direction in range(6)]


def direction(a, b):
    """Direction from a hex to its neighbour, None when they are not neighbours."""
    ua, ub = unit_of(a), unit_of(b)
    delta = (ub[0] - ua[0], ub[1] - ua[1])
    return DIR_CENTRE.index(delta) if delta in DIR_CENTRE else None


def link(a, b):
    """The unordered pair that names a link between hexes, or the hexside between them."""
    return (a, b) if a <= b else (b, a)


def unit_pixel(unit):
    return 26 + 26 * unit[0], 30 + 15 * unit[1]


def corner_edges(grid):
    """Hexsides between two hexes of the map as directed corner pairs: (from, to) -> (hex on the left, on
    the right)."""
    edges = {}
    for hex_ in grid.hexes():
        ux, uy = unit_of(hex_)
        for side, (a, b) in enumerate(DIR_CORNERS):
            other = neighbour(hex_, side)
            if grid.inside(other):
                edges[(ux + a[0], uy + a[1]), (ux + b[0], uy + b[1])] = (hex_, other)
    return edges


def distance(a, b):
    """Distance in hexes."""
    (ax, ay), (bx, by) = unit_of(a), unit_of(b)
    rows = abs(ay - by) // 3
    return rows + max(0, (abs(ax - bx) - rows) // 2)
