"""ibar-map from outside, the JSON Schemas, and Tiled on the shipped map.   usage: programs.py IBAR-MAP SOURCE"""
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

import jsonschema

from tap import main, run

PROGRAM, TOP = sys.argv[1], pathlib.Path(sys.argv[2])
MAPS = TOP / 'maps'
FIXTURE = TOP / 'tests/data/fixture'


def test_good_files_are_well():
    files = [MAPS / 'north-kosovo.tmj', MAPS / 'rules.json', *sorted((MAPS / 'scenarios').glob('*.json'))]
    status, out, err = run(PROGRAM, 'check', *files)
    assert status == 0, err
    assert err == '', err
    assert [line.split(': ')[:2] for line in out.splitlines()] == [[str(f), 'well'] for f in files], out


def test_a_wrong_file_is_named_with_its_line():
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / 'maps'
        shutil.copytree(FIXTURE, copy)
        path = copy / 'scenarios/tiny.json'
        path.write_text(path.read_text().replace('"turns": 4', '"turns": 400'))
        status, out, err = run(PROGRAM, 'check', path, copy / 'tiny.tmj')
        assert status == 1
        assert err == '%s:10: turns: should be a whole number from 1 to 64, not 400.\n' % path, err
        assert out.startswith('%s: well' % (copy / 'tiny.tmj')), out


def test_a_file_of_another_kind_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / 'x.json'
        path.write_text('{}')
        status, out, err = run(PROGRAM, 'check', path)
        assert (status, out) == (1, '')
        assert err == ('%s:1: is no map (it has no "layers"), no scenario (no "sides") and no rules (no "terrain").\n'
                       % path), err


def test_usage():
    assert run(PROGRAM)[0] == 2
    assert run(PROGRAM, 'check')[0] == 2
    assert run(PROGRAM, '--nonsense')[0] == 2
    status, out, err = run(PROGRAM, '--help')
    assert (status, err) == (0, '') and out.startswith('usage: ibar-map')
    status, out, err = run(PROGRAM, '--version')
    assert status == 0 and re.fullmatch(r'ibar-map \d+\.\d+\.\d+\n', out), out


def schema(name):
    found = json.loads((MAPS / 'schema' / (name + '.schema.json')).read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def test_schemas_accept_the_shipped_files():
    schema('map').validate(json.loads((MAPS / 'north-kosovo.tmj').read_text()))
    schema('rules').validate(json.loads((MAPS / 'rules.json').read_text()))
    for path in sorted((MAPS / 'scenarios').glob('*.json')):
        schema('scenario').validate(json.loads(path.read_text()))


def test_schemas_refuse_what_the_reader_refuses():
    good = json.loads((FIXTURE / 'scenarios/tiny.json').read_text())
    schema('scenario').validate(good)
    for key, value in (('turns', 65), ('start', '24:30'), ('nonsense', 1), ('sides', []), ('id', 'No id')):
        bad = dict(good)
        bad[key] = value
        assert not schema('scenario').is_valid(bad), key
    rules = json.loads((FIXTURE / 'rules.json').read_text())
    schema('rules').validate(rules)
    rules['numbers']['stack_units'] = 21
    assert not schema('rules').is_valid(rules)


def test_schema_has_the_numbers_of_the_header():
    """maps/schema and server/rules/units.h name the same numbers with the same start values and ranges."""
    header = (TOP / 'server/rules/units.h').read_text()
    rows = {name: (int(start), int(low), int(high)) for name, start, low, high in
            re.findall(r'NUMBER\((\w+), (-?\d+), (-?\d+), (-?\d+),', header)}
    found = schema('rules').schema['properties']['numbers']['properties']
    found = {k: (v['default'], v['minimum'], v['maximum']) for k, v in found.items() if k != '_note'}
    assert found == rows, set(found.items()) ^ set(rows.items())


def test_schemas_and_modding_say_what_the_code_says():
    status, out, err = run('/usr/bin/python3', MAPS / 'schema/renew.py', '--check')
    assert (status, out) == (0, ''), out + err


def test_schema_has_the_victory_kinds_of_the_header():
    header = (TOP / 'server/rules/scenario.h').read_text()
    kinds = re.findall(r'VICTORY\((\w+), "', header)
    rows = schema('scenario').schema['properties']['victory']['items']['properties']['kind']['enum']
    assert rows == kinds, (rows, kinds)


def test_tiled_draws_the_map():
    """The map is Tiled's own format: its renderer draws it."""
    tool = shutil.which('tmxrasterizer')
    assert tool, 'tmxrasterizer is missing: install the package tiled'
    with tempfile.TemporaryDirectory() as folder:
        picture = pathlib.Path(folder) / 'map.png'
        env = dict(os.environ, QT_QPA_PLATFORM='offscreen', XDG_RUNTIME_DIR=folder)
        status, out, err = run(tool, '--size', '800', MAPS / 'north-kosovo.tmj', picture, env=env)
        assert status == 0, err
        data = picture.read_bytes()
        assert data[:8] == b'\x89PNG\r\n\x1a\n' and len(data) > 50000, len(data)


main(globals())
