#!/usr/bin/python3
"""Holds docs/rulebook.md to the data: writes its tables (between `<!-- table: NAME -->` and `<!-- end -->`) from
maps/rules.json, the scenarios and the headers of the rules, and the numbers in its text from the phrases of
docs/rulebook_numbers.txt, in each of which {name} stands for a number of the rules ({+name}: with its sign).

    docs/renew_rulebook.py           writes
    docs/renew_rulebook.py --check   only says what differs; exit status 1 when something does
"""
import functools
import json
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / 'maps/schema'))
sys.dont_write_bytecode = True
import renew  # noqa: E402

RULEBOOK = TOP / 'docs/rulebook.md'
PHRASES = TOP / 'docs/rulebook_numbers.txt'
RULES = json.loads((TOP / 'maps/rules.json').read_text())
TYPES = {unit['id']: unit for unit in RULES['units']}
SCENARIOS = {path.stem: json.loads(path.read_text()) for path in sorted((TOP / 'maps/scenarios').glob('*.json'))}
NUMBERS = {name: RULES['numbers'].get(name, start) for name, start, *_ in renew.numbers()}
PHASES = {'0': 'set-up', 'P': 'pulses', '1': 'pulse 1', 'C': 'Close', 'S': 'side', 'F': 'policy'}
PLACES = ('city', 'town', 'village', 'monastery', 'fortress', 'crossing', 'dam', 'lake', 'pass')
MOVES = {'foot': 'F', 'wheeled': 'W', 'armoured 4x4': 'A', '4x4': 'X'}
FLAGS = {'crew-weapon': 'crew weapon', 'heavy': 'heavy', 'unarmed': 'unarmed', 'may-be-covert': 'may be covert',
         'leader': 'leader', 'hq': 'HQ', 'eod': 'finds traps', 'engineer': 'engineers', 'marksmen': 'marksmen',
         'false-markings': 'false markings', 'decoy': 'decoy', 'needs-spotter': 'mortar', 'off-map': 'off the map',
         'vehicle-only': 'no people to dismount', 'shares-sight': 'the police see what it sees',
         'forest-trained': 'trained for forest', 'vehicle-mount': 'vehicle mount', 'second-responder': 'second responder',
         'explosive': 'explosive', 'drone': 'drone', 'helicopter': 'helicopter'}


def table(head, rows):
    lines = [head, *rows] if rows else [head, ['-'] * len(head)]
    lines.insert(1, ['---'] * len(head))
    return '\n'.join('| ' + ' | '.join(str(cell) for cell in line) + ' |' for line in lines)


def terrain_table():
    cost = lambda row: '/'.join(str(row[key]) for key in ('foot', 'wheeled', '4x4'))
    rows = [[name + ' road' if name != 'track' else name, cost(row), '-', '-', '-']
            for name, row in reversed(RULES['roads'].items())]
    rows += [[row['name'], cost(row), row['cover'], row['concealment'], row['los_height'] * 10]
             for row in RULES['terrain'].values()]
    return table(['ground', 'foot/wheels/4x4', 'cover', 'concealment', 'stands, m'], rows)


def special(unit):
    words = [FLAGS[flag] for flag in unit.get('flags', []) if flag != 'thermal']
    if 'ammo' in unit:
        words.append('stock %d: %s' % (unit['ammo']['count'], unit['ammo']['kind']))
    if 'weapon' in unit:
        words.append('weapon: ' + unit['weapon'])
    for key, text in (('arrest', 'arrest %+d'), ('talk', 'talk %+d'), ('crowd_control', 'crowd control %d'),
                      ('clear', 'clears %d'), ('build', 'builds %d'), ('carries', 'carries %d'),
                      ('foot_points', '%d points on foot'), ('collateral', 'collateral %+d')):
        if unit.get(key):
            words.append(text % unit[key])
    if 'disguise' in unit:
        words.append('looks like: ' + TYPES[unit['disguise']['type']]['name'])
    return ', '.join(words)


def units_table():
    rows = []
    for unit in RULES['units']:
        fire = '/'.join('-' if power is None else str(power) for power in unit.get('firepower', [])) or '-'
        armour = unit.get('armour', [0, 0, 0])
        thermal = 'T' if 'thermal' in unit.get('flags', []) else ''
        move = MOVES[unit['move']] + str(unit['points']) if unit['move'] in MOVES else '-'
        rows.append([unit['name'], '%s / %d' % (move, unit['steps']), fire, '/'.join(map(str, armour)),
                     '%d%s / %d' % (unit['spot'], thermal, unit['morale']), special(unit)])
    return table(['unit', 'move / steps', 'firepower', 'armour', 'Spot / Morale', 'special'], rows)


def fire_table():
    rows, before = [], None
    for row in RULES['fire']:
        if before is None:
            rows.append(['%d or less' % (row['least'] - 1), 'nothing'])
        else:
            rows.append([span(before['least'], row['least'] - 1), effect(before)])
        before = row
    rows.append(['%d or more' % before['least'], effect(before)])
    return table(['sum', 'effect'], rows)


def span(first, last):
    return str(first) if first == last else '%d to %d' % (first, last)


def effect(row):
    steps = row['steps']
    return ('' if not steps else 'a step and ' if steps == 1 else '%d steps and ' % steps) + 'S%d' % row['suppression']


def weapons_table():
    rows = []
    for weapon in RULES['weapons']:
        hits = ', '.join('r%d %d' % pair for pair in enumerate(weapon['hit']) if pair[1])
        rows.append(['%s (%s)' % (weapon['name'], weapon['id']), weapon['penetration'], hits,
                     '{:,}'.format(weapon['price']) if weapon.get('price') else '-'])
    return table(['weapon', 'penetration', 'hits, % by range', 'price of a shot, $'], rows)


def orders_table():
    row = r'ORDER\((\w+), (\w), "([^"]*)",\s*"([^"]*)"\)'
    rows = [[name.replace('_', ' '), '`%s`' % key if key else '-', PHASES[phase], sentence]
            for name, phase, key, sentence in re.findall(row, renew.header('orders.h'))]
    return table(['order', 'key', 'when', 'what it does'], rows)


def refusals_table():
    row = r'REFUSAL\((\w+),\s*"([^"]*)"\)'
    return '\n'.join('- ' + sentence for _, sentence in re.findall(row, renew.header('orders.h')))


def victory_table():
    return table(['row', 'counts'], [['`%s`' % kind, words.replace('`param`', 'N')]
                                     for kind, words in renew.victory_kinds()])


def clock(scenario, turns):
    hours, minutes = map(int, scenario['start'].split(':'))
    at = hours * 60 + minutes + 30 * turns
    return '%02d:%02d' % (at // 60 % 24, at % 60)


@functools.lru_cache(maxsize=None)
def map_places(name):
    """(column, row): (rank, Serbian, Albanian) of the place that gives a hex of the whole map its name."""
    tiled = json.loads((TOP / 'maps' / name).read_text())
    width, height = tiled['tilewidth'], tiled['tileheight']
    pitch = (height + tiled['hexsidelength']) / 2
    out = {}
    for place in next(layer for layer in tiled['layers'] if layer['name'] == 'places')['objects']:
        about = int(place['y'] / pitch)
        near = [((place['x'] - (col + 0.5 + row % 2 / 2) * width) ** 2 + (place['y'] - row * pitch - height / 2) ** 2, col, row)
                for row in (about - 1, about, about + 1)
                for col in (int(place['x'] / width) - 1, int(place['x'] / width), int(place['x'] / width) + 1)]
        hexagon = min(near)[1:]
        field = {prop['name']: prop['value'] for prop in place['properties']}
        if place['type'] in PLACES:
            out.setdefault(hexagon, (field['rank'], field['name_sr'], field['name_sq']))
            out[hexagon] = min(out[hexagon], (field['rank'], field['name_sr'], field['name_sq']))
    return out


def places(scenario):
    window = scenario['map']
    named = {}
    for (col, row), (_, serbian, albanian) in map_places(window['file']).items():
        col, row = col - window['col'], row - window['row']
        if 0 <= col < window['cols'] and 0 <= row < window['rows']:
            named['%02d%02d' % (col, row)] = '%s / %s' % (serbian, albanian)
    for ground in scenario.get('ground', []):
        if 'name' in ground:
            named[ground['hex']] = '%s / %s' % (ground['name'], ground.get('name_sq', ground['name']))
    return 'Places: ' + '; '.join('%s %s' % place for place in sorted(named.items())) + '.'


def arrival(unit, scenario):
    words = TYPES[unit['type']]['name']
    named = unit.get('name', words)
    text = named if named == words else '%s (%s)' % (named, words)
    notes = []
    if unit.get('covert'):
        notes.append('covert')
    if unit.get('chance', 100) < 100:
        notes.append('with %d %%' % unit['chance'])
    if unit.get('option'):
        notes.append('with the what-if `%s`' % unit['option'])
    if unit.get('on_request'):
        notes.append('when asked for')
    if unit.get('after_event'):
        notes.append('after the event `%s`' % unit['after_event'])
    hexes = unit['hexes']
    place = hexes[0] if len(hexes) == 1 else 'one of ' + ' '.join(hexes)
    return '%s, %s%s' % (text, place, ''.join(', ' + note for note in notes))


def arrivals(scenario):
    names = {side['id']: side['name'] for side in scenario['sides']}
    when = {}
    for unit in scenario['units']:
        when.setdefault((unit.get('arrives', 1), unit['side']), []).append(arrival(unit, scenario))
    order = list(names)
    rows = [[turn, clock(scenario, turn - 1), names[side], '; '.join(units)]
            for (turn, side), units in sorted(when.items(), key=lambda item: (order.index(item[0][1]), item[0][0]))]
    return table(['turn', 'from', 'side', 'units'], rows)


def things(scenario):
    out = []
    where = lambda thing: thing['hex'] if 'hex' in thing else \
        thing['hexes'][0] if len(thing['hexes']) == 1 else 'one of ' + ' '.join(thing['hexes'])
    if 'route' in scenario:
        out.append('Named link: %s: %s.' % (scenario['route']['name'], ' '.join(scenario['route']['hexes'])))
    for crowd in scenario.get('crowds', []):
        out.append('Crowd of strength %d and anger %d, %s.' % (crowd['strength'], crowd['anger'], where(crowd)))
    groups = [barricade.get('trap_group', 0) for barricade in scenario.get('barricades', [])]
    for barricade, group in zip(scenario.get('barricades', []), groups):
        trap = '' if not group else ', trapped' if groups.count(group) == 1 else \
            ', one of %d of which one is trapped' % groups.count(group)
        out.append('Barricade of strength %d, %s-%s%s.' % (barricade['strength'], barricade['hex'], barricade['dir'], trap))
    for cache in scenario.get('caches', []):
        out.append('Hidden cache, %s.' % where(cache))
    for group in scenario.get('civilians', []):
        out.append('%d steps of civilians in %s.' % (group['strength'], group['hex']))
    weather = scenario.get('weather', {})
    if weather.get('night'):
        out.append('Night in turns %d to %d.' % (min(weather['night']), max(weather['night'])))
    for fog in weather.get('fog', []):
        out.append('Fog in turn %d with %d %%.' % (fog['turn'], fog['chance']))
    if scenario.get('exit_from_turn'):
        out.append('Nobody leaves the map before turn %d.' % scenario['exit_from_turn'])
    for option in scenario.get('options', []):
        out.append('What-if `%s`, %s: %s' % (option['id'], option['name'], option['text']))
    for event in scenario.get('events', []):
        out.append('Event `%s`, turns %s: %s' % (event['id'], span(event['from'], event.get('to', event['from'])),
                                                event.get('text', 'not announced')))
    tracks = scenario['tracks']
    out.append('Tracks begin at ' + ', '.join('%s %d' % pair for pair in tracks.items()) + '.')
    return '\n'.join('- ' + line for line in out)


def scenario_text(name):
    scenario = SCENARIOS[name]
    names = {side['id']: side['name'] for side in scenario['sides']}
    words = dict(renew.victory_kinds())
    sides = [[side['name'], side['command'], side['threshold'] if scenario['victory'] else '-',
              ', '.join(names[enemy] for enemy in side['enemies']),
              side.get('drone_flights', '-')] for side in scenario['sides']]
    rows = [[names[row['side']], '%+d' % row['points'], words[row['kind']].replace('`param`', str(row.get('param', 0))),
             row.get('most', '-')] for row in scenario['victory']]
    parts = ['%s; %d turns, %s to %s; %d x %d hexes.' % (scenario['date'], scenario['turns'], clock(scenario, 0),
                                                        clock(scenario, scenario['turns']), scenario['map']['cols'],
                                                        scenario['map']['rows']),
             scenario['intro'],
             table(['side', 'command', 'threshold', 'may fight', 'drone flights a day'], sides),
             arrivals(scenario), things(scenario), places(scenario)]
    if rows:
        parts.append(table(['side', 'points', 'for', 'counts at most'], rows))
    return '\n\n'.join(parts)


TABLES = {'terrain': terrain_table, 'units': units_table, 'fire': fire_table, 'weapons': weapons_table,
          'orders': orders_table, 'refusals': refusals_table, 'victory': victory_table,
          **{'scenario ' + name: lambda name=name: scenario_text(name) for name in SCENARIOS}}


def tables_renew(text, problems):
    def one(found):
        name = found[1]
        if name not in TABLES:
            problems.append('there is no table "%s": %s' % (name, ', '.join(TABLES)))
            return found[0]
        return '<!-- table: %s -->\n%s\n<!-- end -->' % (name, TABLES[name]())

    for name in TABLES:
        if text.count('<!-- table: %s -->' % name) != 1:
            problems.append('the table "%s" should stand in docs/rulebook.md exactly once' % name)
    return re.sub(r'<!-- table: ([\w -]+?) -->\n.*?<!-- end -->', one, text, flags=re.S)


def numbers_renew(text, problems):
    told = set()
    for line in PHRASES.read_text().splitlines():
        if not line or line.startswith('#'):
            continue
        names = re.findall(r'\{(\+?)(\w+)\}', line)
        told.update(name for _, name in names)
        unknown = [name for _, name in names if name not in NUMBERS]
        if unknown:
            problems.append('docs/rulebook_numbers.txt: there is no number %s' % ', '.join(unknown))
            continue
        parts = re.split(r'\{\+?\w+\}', line)
        pattern = r'([+-]?\d+)'.join(re.sub(r'(\\?\s)+', lambda _: r'\\s+'.replace('\\\\', '\\'), re.escape(part)) for part in parts)
        found = list(re.finditer(pattern, text))
        if len(found) != 1:
            problems.append('docs/rulebook_numbers.txt: this phrase is %d times in docs/rulebook.md, not once: %s' %
                            (len(found), line))
            continue
        for group in range(len(names), 0, -1):
            value = NUMBERS[names[group - 1][1]]
            first, last = found[0].span(group)
            text = text[:first] + ('%+d' if names[group - 1][0] else '%d') % value + text[last:]
    for name in NUMBERS:
        if name not in told:
            problems.append('the number %s of the rules is in no phrase of docs/rulebook_numbers.txt' % name)
    return text


def main():
    problems = []
    text = RULEBOOK.read_text()
    made = numbers_renew(tables_renew(text, problems), problems)
    if made != text:
        if '--check' in sys.argv:
            line = next(i for i, (a, b) in enumerate(zip(text.splitlines() + [''], made.splitlines() + ['']), 1) if a != b)
            problems.append('docs/rulebook.md:%d differs from the data: run docs/renew_rulebook.py' % line)
        else:
            RULEBOOK.write_text(made)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
