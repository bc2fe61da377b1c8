"""Measures what ./run bench promises: medians, each beside a ceiling taken in the same run.

usage: bench.py --build DIR [NAME]... [--json FILE] [--runs N]

`ratio` is product to ceiling in the goal's sense: for times how many times the ceiling's time (smaller is better), for
rates which part of the ceiling's rate (greater is better). `ceiling` is null where there is none.
"""
import argparse
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = sorted(p.stem for p in (TOP / 'maps/scenarios').glob('*.json'))


def output(command, **options):
    run = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=1200, **options)
    if run.returncode:
        sys.exit(f"bench: {' '.join(map(str, command))} failed:\n{run.stderr[-2000:]}")
    return json.loads(run.stdout.strip().splitlines()[-1])


class Bench:
    def __init__(self, build, runs):
        self.build, self.runs, self.cache = build, runs, {}

    def row(self, samples, unit, ceilings=None, rate=False):
        median = statistics.median(samples)
        ceiling = statistics.median(ceilings) if ceilings else None
        return {'median': round(median, 3), 'unit': unit, 'ceiling': None if ceiling is None else round(ceiling, 3),
                'ratio': round(median / ceiling, 3) if ceiling else None, 'runs': len(samples)}

    def rules(self, scenario):
        if scenario not in self.cache:
            self.cache[scenario] = [output([self.build / 'tests/bench/bench_rules', scenario]) for _ in range(self.runs)]
        return self.cache[scenario]

    def resolve(self, scenario):
        runs = self.rules(scenario)
        return self.row([r['resolve_us'] for r in runs], 'us', [r['pairs_us'] for r in runs])

    def game(self, player, scenario):
        runs = self.rules(scenario)
        return self.row([r[f'game_{player}_ms'] for r in runs], 'ms', [r[f'resolve_{player}_ms'] for r in runs])

    def against_ibard(self, program, *options):
        return output([self.build / 'tests/bench' / program, *options, '--ibard', self.build / 'server/ibard'])

    def load(self, connections, tls):
        """One run of the load against ibard with a durable journal, then of the bare echo, on the same disk."""
        key = connections, tls
        if key in self.cache:
            return self.cache[key]
        orders, echoes = [], []
        for _ in range(self.runs):
            options = ['--connections', connections, '--seconds', 3, *(['--tls'] if tls else [])]
            orders.append(self.against_ibard('bench_orders', *options))
            echoes.append(output([self.build / 'tests/bench/bench_echo', *options]))
        self.cache[key] = orders, echoes
        return orders, echoes

    def orders(self, kind, connections):
        orders, echoes = self.load(connections, kind == 'tls')
        return self.row([o['orders_per_second'] for o in orders], 'orders/s', [e['orders_per_second'] for e in echoes])

    def ack(self, kind, connections):
        orders, echoes = self.load(connections, kind == 'tls-')
        return self.row([o['p99_ms'] for o in orders], 'ms', [e['p99_ms'] for e in echoes])

    def reconnect(self):
        return self.row([self.against_ibard('bench_reconnect')['median_ms'] for _ in range(self.runs)], 'ms')

    def flood(self):
        runs = [self.against_ibard('bench_flood', '--connections', 63, '--seconds', 5) for _ in range(self.runs)]
        return self.row([r['flooded_p99_ms'] for r in runs], 'ms', [r['alone_p99_ms'] for r in runs])

    def idle_games(self):
        run = self.against_ibard('bench_idle', 'games', '--connections', 1000)
        return self.row([run['kib_per_game']], 'KiB')

    def idle_connections(self, connections, what):
        """One run: it makes 20,000 handshakes."""
        key = 'idle', connections
        if key not in self.cache:
            files = resource.getrlimit(resource.RLIMIT_NOFILE)
            wanted = connections + 256
            if files[1] != resource.RLIM_INFINITY and files[1] < wanted:
                sys.exit(f'bench: {wanted} descriptors are needed and {files[1]} allowed: raise ulimit -Hn')
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(files[0], wanted), files[1]))
            self.cache[key] = self.against_ibard('bench_idle', 'connections', '--tls', '--connections', connections)
        run = self.cache[key]
        return self.row([run['p99_ms']], 'ms') if what else self.row([run['kib_per_connection']], 'KiB')

    def lobby(self, what, ceiling=None):
        if 'lobby' not in self.cache:
            self.cache['lobby'] = [output([self.build / 'tests/bench/bench_lobby', 'banjska']) for _ in range(self.runs)]
        runs = self.cache['lobby']
        return self.row([r[what] for r in runs], 'ms', [r[ceiling] for r in runs] if ceiling else None)

    def frames(self):
        env = {**os.environ, 'SDL_FRAMEBUFFER_ACCELERATION': '0', 'SDL_RENDER_DRIVER': 'software',
               'SDL_VIDEODRIVER': os.environ.get('SDL_VIDEODRIVER', 'dummy')}
        return [output([self.build / 'tests/bench/bench_frame_map'], env=env) for _ in range(self.runs)]

    def frame(self):
        runs = self.frames()
        return self.row([r['frame_ms'] for r in runs], 'ms', [r['blit_ms'] for r in runs])

    def pan(self):
        runs = self.frames()
        return self.row([r['pan_ms'] for r in runs], 'ms', [r['pan_ms'] / r['pan_ratio'] for r in runs])

    def start(self):
        env = {**os.environ, 'SDL_VIDEODRIVER': 'dummy', 'SDL_RENDER_DRIVER': 'software',
               'SDL_FRAMEBUFFER_ACCELERATION': '0'}
        samples = []
        with tempfile.TemporaryDirectory() as folder:
            env.update(XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder, XDG_STATE_HOME=folder)
            for _ in range(self.runs):
                start = time.perf_counter()
                subprocess.run([str(self.build / 'client/ibar'), '--hotseat', 'bridge-checkpoint', '--screenshot',
                                f'{folder}/start.png'], env=env, check=True, capture_output=True, timeout=120)
                samples.append((time.perf_counter() - start) * 1000)
        return self.row(samples, 'ms')

    def measure(self, name):
        for pattern, function in self.names().items():
            found = re.fullmatch(pattern, name)
            if found:
                return function(*found.groups())
        sys.exit(f"bench: there is no measurement '{name}': {', '.join(self.usual())}, or others of these forms")

    def names(self):
        scenario = '(' + '|'.join(map(re.escape, SCENARIOS)) + ')'
        return {
            f'resolve-{scenario}': self.resolve,
            f'game-(random|scripted)-{scenario}': self.game,
            r'orders-(plain|tls)-(\d+)': lambda kind, n: self.orders(kind, int(n)),
            r'ack-p99-(tls-)?(\d+)': lambda kind, n: self.ack(kind, int(n)),
            'reconnect': self.reconnect,
            'flood': self.flood,
            'idle-game-memory': self.idle_games,
            r'idle-connections(-p99)?': lambda what: self.idle_connections(10000, what),
            'list-games': lambda: self.lobby('list-games'),
            'look-back': lambda: self.lobby('look-back', 'look-back-whole'),
            'frame-map': self.frame,
            'frame-map-pan': self.pan,
            'start-client': self.start,
        }

    def usual(self):
        names = [f'{what}-{s}' for s in SCENARIOS for what in ('resolve', 'game-random', 'game-scripted')]
        load = [name.format(n) for n in (1, 64, 1000)
                for name in ('orders-plain-{}', 'ack-p99-{}', 'orders-tls-{}', 'ack-p99-tls-{}')]
        return names + load + ['reconnect', 'flood', 'idle-game-memory', 'idle-connections', 'idle-connections-p99',
                               'list-games', 'look-back', 'frame-map', 'frame-map-pan', 'start-client']


def main():
    parser = argparse.ArgumentParser(prog='./run bench', description='Measures; medians beside ceilings of the same run.')
    parser.add_argument('names', nargs='*', metavar='NAME')
    parser.add_argument('--json', metavar='FILE')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--build', type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    bench = Bench(arguments.build, arguments.runs)
    rows = {}
    print(f"{'name':34}{'median':>14}{'ceiling':>14}{'ratio':>9}  runs")
    for name in arguments.names or bench.usual():
        row = rows[name] = bench.measure(name)
        ceiling = '-' if row['ceiling'] is None else f"{row['ceiling']:g}"
        ratio = '-' if row['ratio'] is None else f"{row['ratio']:.2f}"
        print(f"{name:34}{row['median']:>9g} {row['unit']:<8}{ceiling:>10}{ratio:>9}{row['runs']:>6}", flush=True)
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(rows, indent=2) + '\n')


main()
