"""Heights of hexes in steps of 10 m: the height model, the places in the hex, and the rivers' fall burnt
in.
"""
from rasters import hex_points

STEP_M = 10


def hex_heights(grid, model, valley_points, lake_level):
    """hex -> metres. A hex takes the height of what lies in it (settlement, main road: `valley_points`,
    hex -> points), else the mean of the ground; `lake_level` (hex -> metres) stands over both."""
    hexes = grid.hexes()
    samples = [point for hex_ in hexes for point in hex_points(grid, hex_)]
    values = model.at(samples).reshape(len(hexes), -1)
    heights = {hex_: float(row.mean()) for hex_, row in zip(hexes, values)}
    for hex_ in sorted(valley_points):
        if grid.inside(hex_):
            heights[hex_] = float(model.at(valley_points[hex_]).mean())
    heights.update(lake_level)
    return heights


def to_steps(heights):
    return {hex_: int(round(metres / STEP_M)) for hex_, metres in heights.items()}


def profile_steps(grid, sides, course, profile):
    """Water level in steps of each hexside of a river with a height profile: falling only."""
    along = course.along
    levels, last = [], None
    for _, left, right in sides:
        (ax, ay), (bx, by) = grid.centre(left), grid.centre(right)
        position = course.project((ax + bx) / 2, (ay + by) / 2)[1]
        k = min(range(len(along)), key=lambda i: abs(along[i] - position))
        level = int(round(profile[min(k, len(profile) - 1)] / STEP_M))
        last = level if last is None else min(last, level)
        levels.append(last)
    return levels


def burn_profile(steps, sides, levels, fixed=frozenset()):
    """Neither bank lies below the water, and one of them (the lower) lies at it."""
    floor = {}
    for (_, left, right), level in zip(sides, levels):
        for hex_ in (left, right):
            floor[hex_] = max(floor.get(hex_, level), level)
    for (_, left, right), level in zip(sides, levels):
        low = min((left, right), key=lambda h: (h in fixed, steps[h], h))
        if low not in fixed:
            steps[low] = floor[low]
    for hex_, level in floor.items():
        if hex_ not in fixed:
            steps[hex_] = max(steps[hex_], level)


def fall_only(steps, sides, end_level=None):
    """Lowers banks until the lower bank of each hexside never rises downstream. Returns the hexes lowered."""
    lowered = {}
    changed = True
    while changed:
        changed = False
        last = None
        for _, left, right in sides:
            now = min(steps[left], steps[right])
            if last is not None and now > last:
                low = left if steps[left] <= steps[right] else right
                lowered[low] = lowered.get(low, 0) + steps[low] - last
                steps[low] = now = last
                changed = True
            last = now
    return lowered
