"""Proves that verify.py sees what it must: damages the built map in one place and expects its complaint.

usage: test_verify.py [MAP.tmj]
"""
import contextlib
import copy
import io
import json
import os
import sys
import tempfile

import verify

HERE = os.path.dirname(os.path.abspath(__file__))


def layer(map_, name):
    return next(found for found in map_['layers'] if found['name'] == name)


def value(object_, name):
    return next((p['value'] for p in object_.get('properties', ()) if p['name'] == name), None)


def river(map_, name):
    return next(o for o in layer(map_, 'rivers')['objects'] if value(o, 'name_sr') == name)


def place(map_, name):
    return next(o for o in layer(map_, 'places')['objects'] if value(o, 'name_sr') == name)


def set_value(object_, name, new):
    next(p for p in object_['properties'] if p['name'] == name)['value'] = new


def lose_bridge(map_):
    objects = layer(map_, 'bridges')['objects']
    objects.remove(next(o for o in objects if value(o, 'name_sr') == 'Most na Bistrici'))


def bend_road(map_):
    layer(map_, 'roads')['objects'][0]['polyline'][1]['x'] += 20


def jump_road(map_):
    line = next(o for o in layer(map_, 'roads')['objects'] if len(o['polyline']) > 4)['polyline']
    del line[2:4]


def cut_main_roads(map_):
    group = layer(map_, 'roads')
    group['objects'] = [o for o in group['objects'] if o['type'] != 'main']


def raise_ibar(map_):
    """Lifts a stretch of both banks above what lies upstream: rows 40-44 of the height layer by 300 m."""
    data, cols = layer(map_, 'height')['data'], map_['width']
    for i in range(40 * cols, 45 * cols):
        data[i] = min(data[i] + 30, 200)


def move_monastery(map_):
    place(map_, 'Manastir Banjska')['x'] += 52 * 14


def drop_name(map_):
    set_value(place(map_, 'Banjska'), 'name_sq', '')


def write_cyrillic(map_):
    set_value(place(map_, 'Banjska'), 'name_sr', 'Бањска')


def break_boundary(map_):
    group = layer(map_, 'boundary')
    object_ = group['objects'][0]
    half = len(object_['polyline']) // 2
    second = copy.deepcopy(object_)
    second['polyline'] = object_['polyline'][half:]
    object_['polyline'] = object_['polyline'][: half - 1]
    group['objects'].append(second)


def flood_road(map_):
    """Turns the hex at the Bistrica bridge's northern end (57,77) into lake."""
    layer(map_, 'terrain')['data'][77 * map_['width'] + 57] = 8


def build_dry_bridge(map_):
    objects = layer(map_, 'bridges')['objects']
    bridge = copy.deepcopy(objects[-1])
    bridge['x'], bridge['y'] = 26 + 26, 30
    objects.append(bridge)


def make_all_steep(map_):
    data = layer(map_, 'terrain')['data']
    for i, gid in enumerate(data):
        if gid == 3:
            data[i] = 4


def double_road(map_):
    group = layer(map_, 'roads')
    group['objects'].append(copy.deepcopy(group['objects'][0]))


DAMAGES = (
    (lose_bridge, 'every road that crosses a river has a bridge'),
    (bend_road, 'roads and railway step from hex centre to neighbouring hex centre'),
    (jump_road, 'roads and railway step from hex centre to neighbouring hex centre'),
    (cut_main_roads, 'main and minor roads lead from Mitrovica to Leposavić'),
    (raise_ibar, 'the Ibar flows downhill'),
    (move_monastery, 'Banjska lies west of the Ibar'),
    (drop_name, 'every place has both names'),
    (write_cyrillic, 'names are in Latin letters'),
    (break_boundary, 'the boundary is one line'),
    (flood_road, 'no road leads into water'),
    (build_dry_bridge, 'every bridge stands on a river hexside'),
    (make_all_steep, 'steep hexes are at most 8 %'),
    (double_road, 'no road lies twice on a link'),
)


def complaints(map_):
    with tempfile.NamedTemporaryFile('w', suffix='.tmj', encoding='utf-8') as file:
        json.dump(map_, file)
        file.flush()
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = verify.main([file.name])
    return status, [line for line in out.getvalue().splitlines() if line.startswith('FAILED')]


def main(arguments):
    path = arguments[0] if arguments else os.path.join(os.path.dirname(HERE), 'north-kosovo.tmj')
    with open(path, encoding='utf-8') as file:
        whole = json.load(file)
    passed = failed = 0
    for damage, expected in ((None, None),) + DAMAGES:
        map_ = copy.deepcopy(whole)
        if damage:
            damage(map_)
        status, lines = complaints(map_)
        right = status == 0 if damage is None else any(expected in line for line in lines)
        passed, failed = passed + right, failed + (not right)
        print(
            '%s %s' % ('ok    ' if right else 'FAILED', damage.__name__ if damage else 'the whole map passes')
        )
    print('%d passed, %d failed' % (passed, failed))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
