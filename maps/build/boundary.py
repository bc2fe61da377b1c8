"""The administrative boundary along hexsides, in one line from rim to rim."""
from course import Course, merge_lines
from grid import link, neighbours
from hexsides import area_points, gather_evidence
from source import lines_of


def load_boundary(source, grid):
    """The boundary's true course; municipalities lie on its right when it runs from west to east."""
    lines = [
        line
        for _, geometry in source.features('border_line.geojson', grid, 300.0)
        for line in lines_of(geometry)
    ]
    longest = max(merge_lines(lines), key=lambda line: line.length)
    coordinates = list(longest.coords)
    if coordinates[0][0] > coordinates[-1][0]:
        coordinates = coordinates[::-1]
    return Course(coordinates)


def fit_boundary(grid, fitter, course, points):
    """(corner path, sides); left of it is the far side."""
    evidence = gather_evidence(grid, course, points + area_points(grid, course, weight=1.2))
    path = fitter.fit(
        course,
        evidence,
        fitter.rim_corners_near(course.points[0], 1500.0),
        fitter.rim_corners_near(course.points[-1], 1500.0),
    )
    if path is None:
        raise SystemExit('border_line.geojson: the boundary does not cross the map from rim to rim.')
    return path, fitter.sides(path)


def hexes_beyond(grid, sides):
    """Hexes on the far side: flood from the left of the line."""
    walls = {side for side, _, _ in sides}
    todo = sorted({left for _, left, _ in sides})
    beyond = set(todo)
    while todo:
        hex_ = todo.pop()
        for other in neighbours(hex_):
            if grid.inside(other) and other not in beyond and link(hex_, other) not in walls:
                beyond.add(other)
                todo.append(other)
    return beyond
