"""The railway as links between hex centres."""
from course import Course, bridge_gaps, merge_lines
from roads import RoadLayer
from roadlines import Chain
from source import lines_of


def load_rails(source, grid):
    """Courses of the lines in use (no sidings, no spurs), tunnels and bridges included."""
    lines = []
    for properties, geometry in source.features('railway.geojson', grid, 0.0):
        if properties['class'] == 'rail' and properties['service'] is None:
            lines.extend(lines_of(geometry))
    chains = bridge_gaps(merge_lines(lines), 60.0)
    courses = [Course(chain) for chain in chains]
    return sorted((c for c in courses if c.length > 1000), key=lambda c: -c.length)


class RailLayer(RoadLayer):
    """Rails cross rivers and stand on either bank as the true line does."""


def lay_rails(grid, rivers, water, courses):
    layer = RailLayer(grid, rivers, water)
    for course in courses:
        chain = Chain('primary', '', course)
        layer.lay(chain)
    return layer.links
