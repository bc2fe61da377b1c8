"""Fits a course (river, boundary) to hexsides: the cheapest walk along hex corners.

The cost of a hexside grows with its distance from the true course and with what it leaves on the wrong
side: each hex carries evidence of the side it belongs to (settlements, roads, rails, and its own area),
and a hexside that puts a hex on the other side pays for it. The walk is directed with the course, so that
left and right of it mean the same as left and right of the course.
"""
import heapq

from grid import corner_edges, link

NEAR_M = 1100.0
DISTANCE_M = 170.0


class HexsideFitter:
    def __init__(self, grid):
        self.grid = grid
        self.edges = corner_edges(grid)
        self.out = {}
        for a, b in self.edges:
            self.out.setdefault(a, []).append(b)
        for ends in self.out.values():
            ends.sort()

    def fit(self, course, evidence, starts=None, ends=None, forbidden=frozenset(), weight=0.6):
        """Corner path of the course. `evidence`: hex -> (left, right) weights; `starts`, `ends`: corners
        to choose from (else those nearest the course's ends); `forbidden`: corners not to be used."""
        cost = {}
        starts = starts or self.corners_near(course.points[0])
        ends = set(ends or self.corners_near(course.points[-1]))
        queue, best, back = [], {}, {}
        for corner in sorted(starts):
            x, y = self.grid.unit_metres(corner)
            first = 0.02 * course.project(x, y)[0]
            best[corner] = first
            heapq.heappush(queue, (first, corner))
        while queue:
            so_far, corner = heapq.heappop(queue)
            if so_far > best[corner]:
                continue
            if corner in ends:
                return self.walk_back(back, corner)
            for to in self.out.get(corner, ()):
                if to in forbidden and to not in ends:
                    continue
                edge = (corner, to)
                if edge not in cost:
                    cost[edge] = self.edge_cost(course, edge, evidence, weight)
                if cost[edge] is None:
                    continue
                total = so_far + cost[edge]
                if total < best.get(to, 1e18) - 1e-9:
                    best[to], back[to] = total, corner
                    heapq.heappush(queue, (total, to))
        return None

    def edge_cost(self, course, edge, evidence, weight):
        (ax, ay), (bx, by) = self.grid.unit_metres(edge[0]), self.grid.unit_metres(edge[1])
        distances = [course.project(ax + (bx - ax) * t, ay + (by - ay) * t)[0] for t in (0.1, 0.5, 0.9)]
        if min(distances) > NEAR_M:
            return None
        cost = 1 + sum((d / DISTANCE_M) ** 2 for d in distances) / 3
        left, right = self.edges[edge]
        cost += weight * max(0.0, evidence.get(left, (0, 0))[1] - evidence.get(left, (0, 0))[0])
        cost += weight * max(0.0, evidence.get(right, (0, 0))[0] - evidence.get(right, (0, 0))[1])
        return cost

    def corners_near(self, point, count=6):
        def far(corner):
            x, y = self.grid.unit_metres(corner)
            return (x - point[0]) ** 2 + (y - point[1]) ** 2

        return sorted(self.out, key=lambda corner: (far(corner), corner))[:count]

    def rim_corners_near(self, point, reach=900.0):
        """Corners where a path may enter or leave the map: corners of fewer than three hexes."""
        found = []
        for corner in self.out:
            x, y = self.grid.unit_metres(corner)
            if len(self.out[corner]) < 3 and (x - point[0]) ** 2 + (y - point[1]) ** 2 < reach**2:
                found.append(corner)
        return sorted(found)

    @staticmethod
    def walk_back(back, corner):
        path = [corner]
        while path[-1] in back:
            path.append(back[path[-1]])
        return path[::-1]

    def sides(self, path):
        """[(hexside, hex on the left, hex on the right)] along a corner path."""
        found = []
        for a, b in zip(path, path[1:]):
            left, right = self.edges[a, b]
            found.append((link(left, right), left, right))
        return found


def gather_evidence(grid, course, points, reach=900.0):
    """Evidence of side per hex from (x, y, weight) points near a course."""
    evidence = {}
    line = course.line
    west, south, east, north = line.bounds
    for x, y, weight in points:
        if not (west - reach < x < east + reach and south - reach < y < north + reach):
            continue
        distance, along, side = course.project(x, y)
        if distance > reach or along <= 0 or along >= course.length:
            continue
        left, right = evidence.get(grid.hex_at(x, y), (0.0, 0.0))
        evidence[grid.hex_at(x, y)] = (left + weight, right) if side > 0 else (left, right + weight)
    return evidence


def area_points(grid, course, weight=1.0, reach=900.0):
    """19 points in each hex near a course that together weigh `weight`: the hex's area on either side."""
    points = []
    near = set()
    for _, x, y in course.samples(250.0):
        col, row = grid.hex_at(x, y)
        near.update(
            (c, r) for c in range(col - 2, col + 3) for r in range(row - 2, row + 3) if grid.inside((c, r))
        )
    for hex_ in sorted(near):
        cx, cy = grid.centre(hex_)
        corners = grid.polygon(hex_)
        for fraction in (0.45, 0.85):
            points.extend(
                (cx + (x - cx) * fraction, cy + (y - cy) * fraction, weight / 13) for x, y in corners
            )
        points.append((cx, cy, weight / 13))
    return points
