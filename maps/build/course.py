"""A course: a polyline in metres with fast questions about distance, position along it and side."""
import math

import numpy as np
from shapely.geometry import LineString
from shapely.ops import linemerge


class Course:
    def __init__(self, points):
        self.points = np.array([(p[0], p[1]) for p in points], dtype=float)
        keep = np.ones(len(self.points), dtype=bool)
        keep[1:] = np.hypot(*np.diff(self.points, axis=0).T) > 0.01
        self.points = self.points[keep]
        self.a, self.d = self.points[:-1], np.diff(self.points, axis=0)
        self.lengths = np.hypot(self.d[:, 0], self.d[:, 1])
        self.along = np.concatenate(([0.0], np.cumsum(self.lengths)))
        self.length = float(self.along[-1])
        self.line = LineString(self.points)

    def project(self, x, y):
        """(distance, position along, side) of a point; side is +1 left of the course, -1 right."""
        px, py = x - self.a[:, 0], y - self.a[:, 1]
        t = np.clip((px * self.d[:, 0] + py * self.d[:, 1]) / self.lengths**2, 0, 1)
        ex, ey = px - t * self.d[:, 0], py - t * self.d[:, 1]
        squared = ex * ex + ey * ey
        k = int(np.argmin(squared))
        return math.sqrt(squared[k]), float(self.along[k] + t[k] * self.lengths[k]), self._side(x, y, k, t[k])

    def _side(self, x, y, k, t):
        """At a bend the side is that of the sharper view: the sum of both segments' directions decides."""
        dx, dy = self.d[k] / self.lengths[k]
        if t >= 1 and k + 1 < len(self.d):
            dx, dy = (dx, dy) + self.d[k + 1] / self.lengths[k + 1]
        elif t <= 0 and k > 0:
            dx, dy = (dx, dy) + self.d[k - 1] / self.lengths[k - 1]
            ax, ay = self.a[k]
            return 1 if dx * (y - ay) - dy * (x - ax) >= 0 else -1
        bx, by = self.a[k] + t * self.d[k]
        return 1 if dx * (y - by) - dy * (x - bx) >= 0 else -1

    def at(self, along):
        k = min(max(int(np.searchsorted(self.along, along, side='right')) - 1, 0), len(self.d) - 1)
        t = min(max((along - self.along[k]) / self.lengths[k], 0.0), 1.0)
        return float(self.a[k, 0] + t * self.d[k, 0]), float(self.a[k, 1] + t * self.d[k, 1])

    def samples(self, step):
        """Points at even steps with their positions, both ends included."""
        count = max(1, int(math.ceil(self.length / step)))
        return [(self.length * i / count,) + self.at(self.length * i / count) for i in range(count + 1)]


def merge_lines(lines):
    """Joins lines that share ends into as few as can be."""
    lines = [line for line in lines if line.length > 0]
    if not lines:
        return []
    merged = linemerge(lines) if len(lines) > 1 else lines[0]
    return list(merged.geoms) if hasattr(merged, 'geoms') else [merged]


def bridge_gaps(lines, gap):
    """Chains lines end to end, nearest ends first, over gaps of at most `gap` metres; returns coordinate
    lists."""
    chains = [list(line.coords) for line in lines]
    while True:
        best = None
        for i in range(len(chains)):
            for j in range(i + 1, len(chains)):
                for a in (0, -1):
                    for b in (0, -1):
                        far = math.dist(chains[i][a][:2], chains[j][b][:2])
                        if far <= gap and (best is None or far < best[0]):
                            best = (far, i, j, a, b)
        if best is None:
            return chains
        _, i, j, a, b = best
        first = chains[i] if a == -1 else chains[i][::-1]
        second = chains[j] if b == 0 else chains[j][::-1]
        chains[i] = first + second
        del chains[j]
