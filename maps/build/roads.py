"""Lays real roads on the hex grid: for each chain the likeliest walk from hex centre to hex centre.

A walk is found as the best sequence of hexes for samples along the chain: a hex costs by its distance
from the sample and more on the wrong bank of a river; a new link costs more than one that a road already
uses, which keeps parallel roads from becoming ladders. A river hexside is crossed only near a place where
the chain crosses the river.
"""
import math

from grid import distance, link, neighbours
from shapely.geometry import Point

SAMPLE_M = 110.0
REACH_M = 640.0
SPREAD_M = 250.0
NEW_LINK, OLD_LINK = 1.4, 0.35
WRONG_BANK = 2.5
CROSSING_M = 420.0
BRIDGE_M = 200.0
JOIN_M, JOIN_MAIN_M = 70.0, 320.0
VILLAGE_M, VILLAGE_PULL = 380.0, 0.35


class RoadLayer:
    def __init__(self, grid, rivers, water, villages=()):
        """`villages`: hex -> (x, y); a road that passes close by is drawn into the village's hex."""
        self.grid, self.rivers, self.water, self.villages = grid, rivers, water, dict(villages)
        self.links = {}
        self.laid = []
        self.bridges = None

    def lay(self, chain):
        """Adds the chain's links. Its ends start on the roads they touch where the rivers let them, else
        where they lie. False when there is no walk at all."""
        samples = chain.course.samples(SAMPLE_M)
        crossings = self.crossings(chain.course)
        hosts = [self.host_hexes(chain, point) for point in (chain.course.points[0], chain.course.points[-1])]
        free = self.fill_gaps([self.candidates(sample) for sample in samples])
        if free is None:
            return False
        for first, last in ((hosts[0], hosts[1]), (hosts[0], []), ([], hosts[1]), ([], [])):
            states = list(free)
            for at, hexes in ((0, first), (-1, last)):
                if hexes:
                    states[at] = {hex_: free[at].get(hex_, 4.0) * 0.2 for hex_ in hexes}
            walk = self.best_walk(samples, states, crossings)
            if walk is not None:
                break
        if walk is None:
            return False
        chain.hexes, chain.places = self.straighten(*drop_loops(*squeeze(walk, samples)))
        for a, b in zip(chain.hexes, chain.hexes[1:]):
            self.add(a, b, chain)
        self.laid.append(chain)
        return True

    def straighten(self, hexes, places):
        """Leaves out a hex between two neighbours unless it holds a village or other roads meet the walk
        there."""
        i = 1
        while i < len(hexes) - 1:
            a, b, c = hexes[i - 1 : i + 2]
            if distance(a, c) == 1 and b not in self.villages and self.rivers.wall(a, c) is None:
                used = [link(b, n) in self.links for n in neighbours(b)]
                if not any(used):
                    del hexes[i], places[i]
                    i = max(1, i - 1)
                    continue
            i += 1
        return hexes, places

    @staticmethod
    def fill_gaps(states):
        """Where the road is over water the walk waits on the shore."""
        known = [state for state in states if state]
        if not known:
            return None
        last = known[0]
        for k, state in enumerate(states):
            if not state:
                states[k] = {hex_: 3.0 for hex_ in last}
            last = states[k]
        return states

    def add(self, a, b, chain):
        old = self.links.get(link(a, b))
        if old is None or chain.rank < old.rank:
            self.links[link(a, b)] = chain

    def lay_link(self, side, x, y):
        """A link over one hexside for the local road or better that lies nearest to a point."""
        spot = Point(x, y)
        chain = min((c for c in self.laid if 0 < c.rank < 4), key=lambda c: c.course.line.distance(spot))
        self.add(side[0], side[1], chain)

    def crossings(self, course):
        """river name -> positions along the course where it crosses the river."""
        found = {}
        for river in self.rivers.rivers:
            if not river.course.line.intersects(course.line):
                continue
            points = river.course.line.intersection(course.line)
            for part in getattr(points, 'geoms', [points]):
                at = part.centroid
                if not self.bridged(river, at):
                    continue
                found.setdefault(river.name, []).append(course.project(at.x, at.y)[1])
        return found

    def bridged(self, river, at):
        """The Ibar and the Sitnica are crossed only where the data have a bridge; brooks are forded anywhere."""
        if self.bridges is None or river.profile is None:
            return True
        return any(math.hypot(at.x - x, at.y - y) <= BRIDGE_M for x, y in self.bridges)

    def host_hexes(self, chain, point):
        """Hexes in which a laid road that the chain's end touches stands for that place."""
        x, y = float(point[0]), float(point[1])
        spot = Point(x, y)
        best = None
        reach = JOIN_MAIN_M if chain.rank == 0 else JOIN_M
        for other in self.laid:
            box = other.course.line.bounds
            if not (box[0] - reach < x < box[2] + reach and box[1] - reach < y < box[3] + reach):
                continue
            far = other.course.line.distance(spot)
            if far <= reach and (best is None or (far, other.rank) < best[:2]):
                best = (far, other.rank, other)
        if best is None:
            return []
        other = best[2]
        hexes = other.at_hex_near(other.course.project(x, y)[1])
        return [hex_ for hex_ in hexes if math.dist(self.grid.centre(hex_), (x, y)) < 1200]

    def candidates(self, sample):
        """hex -> cost for a sample point."""
        _, x, y = sample
        col, row = self.grid.hex_at(x, y)
        found = {}
        for r in range(row - 2, row + 3):
            for c in range(col - 2, col + 3):
                if not self.grid.inside((c, r)) or (c, r) in self.water:
                    continue
                cx, cy = self.grid.centre((c, r))
                squared = (cx - x) ** 2 + (cy - y) ** 2
                if squared <= REACH_M**2:
                    found[c, r] = 0.33 * squared / SPREAD_M**2
                    if (c, r) in self.villages and math.dist(self.villages[c, r], (x, y)) < VILLAGE_M:
                        found[c, r] *= VILLAGE_PULL
        for river in self.rivers.rivers:
            west, south, east, north = river.course.line.bounds
            if not (west - 700 < x < east + 700 and south - 700 < y < north + 700):
                continue
            far, along, side = river.course.project(x, y)
            if 25 < far < 700 and 0 < along < river.course.length:
                bank = self.rivers.bank[river.name]
                for hex_ in found:
                    if bank.get(hex_, side) != side:
                        found[hex_] += WRONG_BANK
        return found

    def best_walk(self, samples, states, crossings):
        best = [dict(states[0])]
        back = [{}]
        for k in range(1, len(samples)):
            now, came = {}, {}
            for hex_, cost in states[k].items():
                choice = None
                for before in [hex_] + neighbours(hex_):
                    if before not in best[-1]:
                        continue
                    step = self.step_cost(before, hex_, samples[k][0], crossings)
                    if step is None:
                        continue
                    total = best[-1][before] + step
                    if choice is None or total < choice[0] - 1e-9:
                        choice = (total, before)
                if choice is not None:
                    now[hex_], came[hex_] = choice[0] + cost, choice[1]
            if not now:
                return None
            best.append(now)
            back.append(came)
        return trace(best, back, len(samples) - 1)

    def step_cost(self, a, b, along, crossings):
        if a == b:
            return 0.0
        river = self.rivers.wall(a, b)
        if river is not None and not any(
            abs(at - along) <= CROSSING_M for at in crossings.get(river.name, ())
        ):
            return None
        return OLD_LINK if link(a, b) in self.links else NEW_LINK


def trace(best, back, k):
    hex_ = min(best[k], key=lambda h: (best[k][h], h))
    walk = [hex_]
    for step in range(k, 0, -1):
        hex_ = back[step][hex_]
        walk.append(hex_)
    return walk[::-1]


def squeeze(walk, samples):
    """Hexes without repeats in a row, and the position along the chain in the middle of each one's stay."""
    hexes, places, first = [], [], 0
    for k, hex_ in enumerate(walk):
        if not hexes or hexes[-1] != hex_:
            hexes.append(hex_)
            places.append(samples[k][0])
            first = k
        else:
            places[-1] = samples[(first + k) // 2][0]
    return hexes, places


def drop_loops(hexes, places, longest=5):
    """Cuts the short loops and spurs that hairpins leave behind; what remains steps hex by hex."""
    i = 0
    while i < len(hexes):
        for j in range(min(len(hexes) - 1, i + longest), i, -1):
            if hexes[j] == hexes[i]:
                del hexes[i + 1 : j + 1], places[i + 1 : j + 1]
                break
        i += 1
    return hexes, places


def raw_links(layer, chains):
    """Links that real roads pass, hexside by hexside: link -> the best chain; used to reach villages left
    aside."""
    grid, found = layer.grid, {}
    for chain in chains:
        crossings = layer.crossings(chain.course)
        last = None
        for along, x, y in chain.course.samples(60.0):
            hex_ = grid.hex_at(x, y)
            if hex_ in layer.water or not grid.inside(hex_):
                last = None
                continue
            if last is not None and hex_ != last and distance(hex_, last) == 1:
                pair = link(hex_, last)
                if layer.step_cost(last, hex_, along, crossings) is not None:
                    if pair not in found or chain.rank < found[pair].rank:
                        found[pair] = chain
            last = hex_
    return found


def add_lanes(layer, raw, chains, spots, reached, reach=900.0):
    """Village lanes are not in the data: a village without a road of its own hex but with one close by
    gets raw links, as a track, to the neighbouring hexes of that road. Returns hex -> lane of such villages.
    """
    lanes = {}
    known = {hex_ for pair in raw for hex_ in pair} | set(reached)
    for x, y in spots:
        hex_ = layer.grid.hex_at(x, y)
        if hex_ in known or hex_ in layer.water:
            continue
        spot = Point(x, y)
        far, k = min((chain.course.line.distance(spot), k) for k, chain in enumerate(chains))
        if far > reach:
            continue
        lanes[hex_] = chains[k].as_lane()
        for other in neighbours(hex_):
            if other in known and layer.rivers.wall(hex_, other) is None:
                raw[link(hex_, other)] = lanes[hex_]
    return lanes


def add_bridge_links(layer, raw, bridges, chains, reach=330.0):
    """Raw links over river hexsides where the data have a bridge but no road drawn through."""
    lanes = [chain for chain in chains if chain.rank == 3]
    for side in sorted(layer.rivers.river_of):
        if side in raw or any(hex_ in layer.water for hex_ in side):
            continue
        (ax, ay), (bx, by) = layer.grid.centre(side[0]), layer.grid.centre(side[1])
        middle = ((ax + bx) / 2, (ay + by) / 2)
        near = [b for b in bridges if math.dist(b, middle) <= reach]
        if near:
            spot = Point(near[0])
            raw[side] = min(lanes, key=lambda chain: chain.course.line.distance(spot))
