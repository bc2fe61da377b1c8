"""Cleans the laid network: small rings, spurs and idle tracks go, villages left aside are joined."""
import heapq

from grid import direction, link, neighbours

RING_LINKS = 5  # rings of so few links are made by the grid, not by roads
TRACK_RING_LINKS = 9  # a track that only shortens so short a round is left out
SPUR_LINKS = {'main': 2, 'minor': 3, 'track': 5}


class Network:
    def __init__(self, links, protected=frozenset()):
        self.links = links
        self.protected = protected
        self.next = {}
        for a, b in links:
            self.next.setdefault(a, set()).add(b)
            self.next.setdefault(b, set()).add(a)

    def drop(self, pair):
        del self.links[pair]
        for a, b in (pair, pair[::-1]):
            self.next[a].discard(b)
            if not self.next[a]:
                del self.next[a]

    def put(self, pair, chain):
        if pair not in self.links or chain.rank < self.links[pair].rank:
            self.links[pair] = chain
        for a, b in (pair, pair[::-1]):
            self.next.setdefault(a, set()).add(b)

    def round_way(self, pair, longest):
        """Links of the shortest other way between a link's ends, None when longer than `longest`."""
        start, goal = pair
        todo, back = [start], {start: None}
        for _ in range(longest):
            fresh = []
            for hex_ in todo:
                for other in sorted(self.next.get(hex_, ())):
                    if other not in back and link(hex_, other) != pair:
                        back[other] = hex_
                        fresh.append(other)
            if goal in back:
                break
            todo = fresh
        if goal not in back:
            return None
        way, hex_ = [], goal
        while back[hex_] is not None:
            way.append(link(hex_, back[hex_]))
            hex_ = back[hex_]
        return way

    def pieces(self):
        """Connected sets of hexes, the largest first."""
        seen, found = set(), []
        for start in sorted(self.next):
            if start in seen:
                continue
            piece, todo = {start}, [start]
            while todo:
                for other in sorted(self.next[todo.pop()]):
                    if other not in piece:
                        piece.add(other)
                        todo.append(other)
            seen |= piece
            found.append(piece)
        return sorted(found, key=lambda piece: (-len(piece), min(piece)))


def misfit(grid, pair, chain):
    """How far a link's middle lies from the road it stands for."""
    (ax, ay), (bx, by) = grid.centre(pair[0]), grid.centre(pair[1])
    return chain.course.project((ax + bx) / 2, (ay + by) / 2)[0]


def break_rings(grid, network, crosses_river, busy):
    """Removes the weakest link of every small ring: the lowest class first, then the one worst placed. A
    ring over a river has two bridges and is real, except a triangle."""
    changed = True
    while changed:
        changed = False
        order = sorted(
            network.links, key=lambda p: (-network.links[p].rank, -misfit(grid, p, network.links[p]), p)
        )
        for pair in order:
            if pair not in network.links or pair in network.protected:
                continue
            rank = network.links[pair].rank
            limit = TRACK_RING_LINKS if rank == 4 else RING_LINKS
            way = network.round_way(pair, limit - 1)
            if way is None or any(network.links[p].rank > rank for p in way):
                continue
            ring = way + [pair]
            if len(ring) > 3 and any(crosses_river(p) for p in ring):
                continue
            if len(ring) > RING_LINKS and any(hex_ in busy for hex_ in pair):
                continue
            network.drop(pair)
            changed = True


def trim_spurs(network, wanted):
    """Removes dead ends of minor roads and tracks that lead nowhere: not to a hex in `wanted`."""
    changed = True
    while changed:
        changed = False
        for hex_ in sorted(network.next):
            if hex_ not in network.next or len(network.next[hex_]) != 1 or hex_ in wanted:
                continue
            spur = spur_from(network, hex_, wanted)
            cls = network.links[spur[0]].cls
            if any(p in network.protected for p in spur):
                continue
            if len(spur) <= SPUR_LINKS[cls] or cls == 'track':
                for pair in spur:
                    network.drop(pair)
                changed = True


def spur_from(network, hex_, wanted):
    """Links from a dead end up to the next junction or wanted hex."""
    spur, last = [], None
    while True:
        ways = [other for other in sorted(network.next[hex_]) if other != last]
        if len(ways) != 1 or (spur and (hex_ in wanted or len(network.next[hex_]) != 2)):
            return spur
        spur.append(link(hex_, ways[0]))
        last, hex_ = hex_, ways[0]


def demote_stubs(network, on_rim, longest=2):
    """A main road that turns aside into a village and ends there is a minor road."""
    ends = {}
    for pair, chain in network.links.items():
        if chain.cls == 'main':
            for hex_ in pair:
                ends.setdefault(hex_, []).append(pair)
    for hex_ in sorted(ends):
        stub, here = [], hex_
        while len(stub) <= longest:
            ways = [pair for pair in ends[here] if pair not in stub]
            if len(ways) != 1 or (stub and len(ends[here]) != 2) or on_rim(here):
                break
            stub.append(ways[0])
            here = ways[0][0] if ways[0][1] == here else ways[0][1]
        if stub and len(stub) <= longest and len(ends[hex_]) == 1 and not on_rim(here):
            for pair in stub:
                network.links[pair] = network.links[pair].as_lane('minor')


def reach_hexes(grid, network, raw, wanted, lanes, blocked):
    """Joins wanted hexes without a road along raw links of real roads; where the data break off, over a few
    links of track that `blocked` (river, lake) allows. `lanes`: hex -> lane where a road is near but not in
    the hex. Returns the hexes joined."""
    near = {}
    for a, b in raw:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    joined = []
    for start in sorted(wanted):
        if start in network.next or (start not in near and start not in lanes):
            continue
        way = cheapest(start, near, raw, network.next) or over_gap(grid, start, raw, network.next, blocked)
        if way is None:
            continue
        lane = lanes.get(start) or raw[link(start, min(near[start]))].as_lane()
        for a, b in zip(way, way[1:]):
            chain = raw.get(link(a, b), lane)
            network.put(link(a, b), chain.as_lane('minor') if chain.cls == 'main' else chain)
        joined.append(start)
    return joined


GAP_COST, GAP_COST_MAX = 5.0, 24.0


def over_gap(grid, start, raw, goals, blocked):
    """Cheapest way along raw links and, dearer, over hexes without a road in the data."""
    queue, best, back = [(0.0, start)], {start: 0.0}, {}
    while queue:
        so_far, hex_ = heapq.heappop(queue)
        if hex_ in goals:
            way = [hex_]
            while way[-1] in back:
                way.append(back[way[-1]])
            return way
        if so_far > best[hex_] or so_far > GAP_COST_MAX:
            continue
        for other in neighbours(hex_):
            pair = link(hex_, other)
            if not grid.inside(other) or (pair not in raw and blocked(hex_, other)):
                continue
            total = so_far + (1.0 if pair in raw else GAP_COST)
            if total < best.get(other, 1e18) - 1e-9:
                best[other], back[other] = total, hex_
                heapq.heappush(queue, (total, other))
    return None


def cheapest(start, near, raw, goals):
    queue, best, back = [(0.0, start)], {start: 0.0}, {}
    while queue:
        so_far, hex_ = heapq.heappop(queue)
        if hex_ in goals and hex_ != start:
            way = [hex_]
            while way[-1] in back:
                way.append(back[way[-1]])
            return way
        if so_far > best[hex_]:
            continue
        for other in sorted(near.get(hex_, ())):
            total = so_far + 1 + 0.2 * raw[link(hex_, other)].rank
            if total < best.get(other, 1e18) - 1e-9:
                best[other], back[other] = total, hex_
                heapq.heappush(queue, (total, other))
    return None


def merge_twin_bridges(grid, network, rivers):
    """Two links from one hex over the same river to neighbouring hexes are one bridge: the worse placed
    one becomes a link on the far bank."""
    for hex_ in sorted(network.next):
        over = [other for other in sorted(network.next.get(hex_, ())) if rivers.wall(hex_, other) is not None]
        for a in over:
            for b in over:
                one, two = link(hex_, a), link(hex_, b)
                if a >= b or direction(a, b) is None or one not in network.links or two not in network.links:
                    continue
                if rivers.wall(*one) is not rivers.wall(*two) or rivers.wall(a, b) is not None:
                    continue
                rank = [(network.links[p].rank, misfit(grid, p, network.links[p]), p) for p in (one, two)]
                worse = max(rank)[2]
                if worse in network.protected:
                    worse = min(rank)[2]
                chain = network.links[worse]
                network.drop(worse)
                network.put(link(a, b), chain)


def join_main(grid, network, raw, blocked):
    """A main road that breaks off (a junction drawn with a gap) is led on to the rest of the main roads."""
    raw_main = {pair: chain for pair, chain in raw.items() if chain.cls == 'main'}
    mains = Network({pair: chain for pair, chain in network.links.items() if chain.cls == 'main'})
    for piece in mains.pieces()[1:]:
        ways = [
            way
            for way in (over_gap(grid, h, raw_main, mains.pieces()[0], blocked) for h in sorted(piece))
            if way
        ]
        if not ways or piece & mains.pieces()[0]:
            continue
        way = min(ways, key=lambda w: (len(w), w))
        chain = next(mains.links[p] for p in sorted(mains.links) if way[-1] in p)
        for a, b in zip(way, way[1:]):
            for net in (network, mains):
                net.put(link(a, b), raw_main.get(link(a, b), chain))


def join_pieces(network, raw, least=4):
    """Joins loose pieces to the largest along real roads; small pieces that cannot be joined are removed."""
    near = {}
    for a, b in raw:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    for piece in network.pieces()[1:]:
        main = network.pieces()[0]
        if piece & main:
            continue
        ways = [way for way in (cheapest(hex_, near, raw, main) for hex_ in sorted(piece)) if way]
        if ways:
            way = min(ways, key=lambda w: (len(w), w))
            for a, b in zip(way, way[1:]):
                network.put(link(a, b), raw[link(a, b)])
        elif len(piece) < least:
            for pair in [p for p in network.links if p[0] in piece]:
                network.drop(pair)


def close_gaps(grid, network, rivers, water, wanted, on_rim, longest=4):
    """Loose pieces that do not leave the map: those with wanted hexes are joined to the rest by a track
    over at most `longest` links (lanes that the data lack), the others go. Returns the number of links
    added."""
    added = 0
    for piece in network.pieces()[1:]:
        if any(on_rim(hex_) for hex_ in piece):
            continue
        main = network.pieces()[0]
        way = shortest_gap(grid, piece, main, rivers, water, longest)
        if way is None or not piece & wanted:
            for pair in [p for p in network.links if p[0] in piece]:
                network.drop(pair)
            continue
        lane = network.links[next(p for p in sorted(network.links) if p[0] in piece)].as_lane()
        for a, b in zip(way, way[1:]):
            network.put(link(a, b), lane)
            added += 1
    return added


def shortest_gap(grid, piece, main, rivers, water, longest):
    back = {hex_: None for hex_ in piece}
    todo = sorted(piece)
    for _ in range(longest):
        fresh = []
        for hex_ in todo:
            for other in neighbours(hex_):
                if (
                    other in back
                    or other in water
                    or not grid.inside(other)
                    or rivers.wall(hex_, other) is not None
                ):
                    continue
                back[other] = hex_
                if other in main:
                    way = [other]
                    while back[way[-1]] is not None:
                        way.append(back[way[-1]])
                    return way
                fresh.append(other)
        todo = fresh
    return None


def polylines(links, kind_of):
    """Links of one kind joined into walks: [(kind, [hexes])], each link once."""
    by_kind = {}
    for pair in sorted(links):
        by_kind.setdefault(kind_of(pair), []).append(pair)
    found = []
    for kind in sorted(by_kind):
        next_ = {}
        for a, b in by_kind[kind]:
            next_.setdefault(a, set()).add(b)
            next_.setdefault(b, set()).add(a)
        while next_:
            ends = [h for h in sorted(next_) if len(next_[h]) != 2]
            found.append((kind, take_walk(next_, ends[0] if ends else min(next_))))
    return found


def take_walk(next_, hex_):
    walk = [hex_]
    while hex_ in next_ and next_[hex_]:
        other = min(next_[hex_])
        for a, b in ((hex_, other), (other, hex_)):
            next_[a].discard(b)
            if not next_[a]:
                del next_[a]
        walk.append(other)
        hex_ = other
        if len(next_.get(hex_, ())) > 1:
            break
    return walk
