"""The railway as links between hex centres."""
from course import Course, bridge_gaps, merge_lines
from roads import RoadLayer
from roadlines import Chain
from source import lines_of

# The data leave out a disused stretch in Mitrovica.
GAP_M = 900.0


def load_rails(source, grid):
    """Courses of the lines in use (no sidings, no spurs), tunnels and bridges included."""
    lines = []
    for properties, geometry in source.features('railway.geojson', grid, 0.0):
        if properties['class'] == 'rail' and properties['service'] is None:
            lines.extend(lines_of(geometry))
    chains = bridge_gaps(merge_lines(lines), GAP_M)
    courses = [Course(chain) for chain in chains]
    return sorted((c for c in courses if c.length > 1000), key=lambda c: -c.length)


def lay_rails(grid, rivers, water, courses):
    """Rails keep to their bank and cross rivers as the true line does."""
    layer = RoadLayer(grid, rivers, water)
    for course in courses:
        chain = Chain('primary', '', course)
        layer.lay(chain)
    return layer.links
