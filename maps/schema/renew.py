#!/usr/bin/python3
"""Writes what the schemas and docs/modding.md take from the code: the numbers of the rules (RULES_NUMBERS in
server/rules/units.h) into rules.schema.json, kinds of victory rows (VICTORY_KINDS in scenario.h) into
scenario.schema.json, and the tables of docs/modding.md from both.

    maps/schema/renew.py           writes
    maps/schema/renew.py --check   only says what differs; exit status 1 when something does
"""
import json
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = TOP / 'maps/schema'
MODDING = TOP / 'docs/modding.md'


def header(name):
    return (TOP / 'server/rules' / name).read_text().replace('\\\n', '')


def numbers():
    row = r'NUMBER\((\w+), (-?\d+), (-?\d+), (-?\d+),\s*"([^"]*)"\)'
    return [(n, int(s), int(a), int(b), h) for n, s, a, b, h in re.findall(row, header('units.h'))]


def victory_kinds():
    return re.findall(r'VICTORY\((\w+),\s*"([^"]*)"\)', header('scenario.h'))


def schemas():
    """The two schemas as they should be, by path."""
    rules = json.loads((SCHEMA / 'rules.schema.json').read_text())
    scenario = json.loads((SCHEMA / 'scenario.schema.json').read_text())
    old = rules['properties']['numbers']['properties']
    rules['properties']['numbers']['properties'] = {
        **({'_note': old['_note']} if '_note' in old else {}),
        **{n: {'type': 'integer', 'minimum': a, 'maximum': b, 'default': s, 'description': h}
           for n, s, a, b, h in numbers()}}
    scenario['properties']['victory']['items']['properties']['kind']['enum'] = [k for k, _ in victory_kinds()]
    return {SCHEMA / 'rules.schema.json': rules, SCHEMA / 'scenario.schema.json': scenario}


def kind_words(field):
    """Type and range of a field in words."""
    if 'enum' in field:
        return 'one of ' + ', '.join('`%s`' % w for w in field['enum'])
    if 'oneOf' in field or 'anyOf' in field:
        return ' or '.join(kind_words(f) for f in field.get('oneOf', field.get('anyOf')))
    if 'const' in field:
        return '`%s`' % field['const']
    kind = field.get('type')
    if isinstance(kind, list):
        kind = ' or '.join(kind)
    if kind == 'integer':
        return 'whole number %s to %s' % (field.get('minimum', ''), field.get('maximum', ''))
    if kind == 'array':
        items = kind_words(field['items']) if field['items'].get('type') != 'object' else 'objects'
        return 'list of %s to %s: %s' % (field.get('minItems', 0), field.get('maxItems', 'any number'), items)
    if kind == 'string':
        return 'text, at most %s bytes' % field['maxLength'] if 'maxLength' in field else \
            'text like `%s`' % field.get('pattern', '').replace('|', '\\|')
    return {'boolean': 'true or false', 'number': 'number', 'null': 'null'}.get(kind, 'object')


def rows(schema, path=''):
    needed = schema.get('required', [])
    for name, field in schema.get('properties', {}).items():
        if name in ('_note', '$schema'):
            continue
        where = path + name
        start = 'needed' if name in needed else '`%s`' % json.dumps(field['default']) if 'default' in field else 'may be left out'
        yield '| `%s` | %s | %s | %s |' % (where, kind_words(field), start, field.get('description', ''))
        if field.get('type') == 'object' and 'properties' in field:
            yield from rows(field, where + '.')
        elif field.get('type') == 'array' and field['items'].get('type') == 'object':
            yield from rows(field['items'], where + '[].')


def tables(made):
    head = '| field | what it takes | start | meaning |\n|---|---|---|---|\n'
    rules = dict(made[SCHEMA / 'rules.schema.json'])
    plain = {**rules, 'properties': {k: v for k, v in rules['properties'].items() if k != 'numbers'}}
    return {
        'scenario': head + '\n'.join(rows(made[SCHEMA / 'scenario.schema.json'])),
        'rules': head + '\n'.join(rows(plain)),
        'numbers': '| number | start | range | meaning |\n|---|---|---|---|\n' + '\n'.join(
            '| `%s` | %d | %d to %d | %s |' % (n, s, a, b, h) for n, s, a, b, h in numbers()),
        'victory': '| kind | counts |\n|---|---|\n' + '\n'.join('| `%s` | %s |' % row for row in victory_kinds()),
    }


def main():
    made = schemas()
    texts = {path: json.dumps(schema, indent=1, ensure_ascii=False) + '\n' for path, schema in made.items()}
    modding = MODDING.read_text()
    for name, table in tables(made).items():
        begin, end = '<!-- table %s -->' % name, '<!-- end %s -->' % name
        if begin not in modding or end not in modding:
            sys.exit('docs/modding.md: the marks %s and %s are missing.' % (begin, end))
        before, rest = modding.split(begin)
        modding = before + begin + '\n' + table + '\n' + end + rest.split(end)[1]
    texts[MODDING] = modding
    different = [path for path, text in texts.items() if path.read_text() != text]
    for path in different:
        print('%s differs from the code: run maps/schema/renew.py.' % path.relative_to(TOP))
        if '--check' not in sys.argv:
            path.write_text(texts[path])
    return 1 if different and '--check' in sys.argv else 0


if __name__ == '__main__':
    sys.exit(main())
