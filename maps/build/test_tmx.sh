#!/bin/sh
# Draws a map with Debian's Tiled and has Tiled export it as TMX: test_tmx.sh [MAP.tmj]. Needs tiled and
# python3-pil. Prints a line a check; exit status 1 when one fails.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
map=${1:-$here/../north-kosovo.tmj}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$work"
chmod 700 "$work"

timeout 120 tmxrasterizer --scale 0.25 --hide-layer height --hide-layer density "$map" "$work/map.png"
timeout 120 tiled --export-map tmx "$map" "$work/map.tmx" 2>"$work/log" || { cat "$work/log" >&2; exit 1; }

/usr/bin/python3 - "$map" "$work/map.png" "$work/map.tmx" <<'PY'
import json
import sys
import xml.etree.ElementTree as tree

from PIL import Image

source, picture, export = sys.argv[1:]
with open(source, encoding='utf-8') as file:
    map_ = json.load(file)
failed = 0


def check(name, right):
    global failed
    failed += not right
    print('%s %s' % ('ok    ' if right else 'FAILED', name))


image = Image.open(picture).convert('RGBA')
wide = (map_['width'] + 0.5) * map_['tilewidth'] * 0.25
high = ((map_['height'] - 1) * 45 + 60) * 0.25
check('tmxrasterizer draws the whole map: %d by %d' % image.size,
      abs(image.width - wide) < 3 and abs(image.height - high) < 3)
small = image.resize((120, 140))
opaque = [p for p in small.getdata() if p[3] > 128]
check('the picture is not empty', len(opaque) > 0.97 * 120 * 140)
forest = sum(p[1] > p[0] + 8 and p[1] > p[2] + 8 for p in opaque) / len(opaque)
check('forest is green in it: %.0f %%' % (100 * forest), 0.35 < forest < 0.85)
blue = sum(p[2] > p[0] + 25 for p in opaque)
check('the lake is blue in it: %d points' % blue, blue > 20)
root = tree.parse(export).getroot()
check('tiled exports TMX, hexagonal', root.tag == 'map' and root.get('orientation') == 'hexagonal')
layers = {layer.get('name'): layer for layer in root.findall('layer') + root.findall('objectgroup')}
check('with every layer', set(layers) == {layer['name'] for layer in map_['layers']})
wanted = sum(len(layer.get('objects', ())) for layer in map_['layers'])
found = sum(len(group.findall('object')) for group in root.findall('objectgroup'))
check('and every object', found == wanted)
check('and every tile', all(len(layer.find('data').text.split(',')) == map_['width'] * map_['height']
                            for layer in root.findall('layer')))
classes = {o.get('type') or o.get('class') for o in layers['roads'].findall('object')}
check('and the classes of roads', classes == {'main', 'minor', 'track'})
sys.exit(1 if failed else 0)
PY
