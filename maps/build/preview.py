"""Draws the map as the rules see it, over the true courses, into a PNG.

usage: preview.py MAP.tmj OUT.png [COL0 ROW0 COLS ROWS [SCALE]]
"""
import sys

from PIL import Image, ImageDraw, ImageFont

from grid import unit_of, unit_pixel
from mapfile import MapFile

COLORS = {
    'open': '#ebe6c8',
    'scrub': '#cfd0a4',
    'forest': '#93ab7b',
    'steep': '#a8906c',
    'village': '#e8b98a',
    'town': '#cf8f66',
    'walled': '#b0483e',
    'water': '#7fb0c6',
}
ROADS = {'main': ('#cf3a10', 7), 'minor': ('#f3c84a', 5), 'track': ('#6b5138', 2)}
FONT = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'


class Picture:
    def __init__(self, map_, window, scale):
        self.map, self.scale = map_, scale
        col0, row0, cols, rows = window
        self.left, self.top = col0 * 52, row0 * 45
        self.image = Image.new(
            'RGB', (int((cols * 52 + 26) * scale), int((rows * 45 + 15) * scale)), '#20262b'
        )
        self.draw = ImageDraw.Draw(self.image)

    def at(self, pixel):
        return (pixel[0] - self.left) * self.scale, (pixel[1] - self.top) * self.scale

    def line(self, pixels, color, width):
        if len(pixels) > 1:
            self.draw.line(
                [self.at(p) for p in pixels], fill=color, width=max(1, int(width * self.scale)), joint='curve'
            )

    def text(self, pixel, text, color, size):
        try:
            font = ImageFont.truetype(FONT, max(8, int(size * self.scale)))
        except OSError:
            font = ImageFont.load_default()
        self.draw.text(self.at(pixel), text, fill=color, font=font, stroke_width=1, stroke_fill='#f6f0df')


def hex_corners(hex_):
    ux, uy = unit_of(hex_)
    return [
        unit_pixel((ux + dx, uy + dy)) for dx, dy in ((1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1), (0, 2))
    ]


def paint(picture):
    map_ = picture.map
    for hex_, terrain in map_.terrain.items():
        corners = [picture.at(p) for p in hex_corners(hex_)]
        if all(
            -60 < x < picture.image.width + 60 and -60 < y < picture.image.height + 60 for x, y in corners
        ):
            picture.draw.polygon(corners, fill=COLORS[terrain], outline='#b5ad94')
            if picture.scale >= 0.9:
                x, y = unit_pixel(unit_of(hex_))
                picture.text((x - 22, y + 6), '%d,%d' % hex_, '#8a8064', 9)
                picture.text((x - 6, y + 16), '%d' % map_.height[hex_], '#8a5030', 8)
    for object_ in map_.objects('draw-rivers'):
        picture.line(map_.pixels(object_), '#8fd0f0', 3 if object_['type'] == 'river' else 1)
    for name, color, width in (
        ('draw-roads', '#ffffff', 1.6),
        ('draw-railway', '#777777', 1.5),
        ('draw-boundary', '#d060d0', 2),
    ):
        for object_ in map_.objects(name):
            if object_['type'] != 'track':
                picture.line(map_.pixels(object_), color, width)
    paint_rules(picture)


def paint_rules(picture):
    map_ = picture.map
    for name, color, width in (('rivers', '#1f5c86', 6), ('boundary', '#6a3b66', 5)):
        for object_ in map_.objects(name):
            picture.line(map_.pixels(object_), color, width)
    for object_ in map_.objects('railway'):
        picture.line(map_.pixels(object_), '#2e2b29', 2)
    for kind in ('track', 'minor', 'main'):
        for object_ in map_.objects('roads'):
            if object_['type'] == kind:
                picture.line(map_.pixels(object_), *ROADS[kind])
    for object_ in map_.objects('bridges'):
        x, y = picture.at((object_['x'], object_['y']))
        size = 6 * picture.scale
        fill = {'bridge': '#ffffff', 'footbridge': '#ffd873', 'dam': '#d050d0'}[object_['type']]
        picture.draw.rectangle((x - size, y - size, x + size, y + size), fill=fill, outline='#000000')
        if object_['name']:
            picture.text((object_['x'] + 8, object_['y'] - 6), object_['name'], '#101080', 13)
    for object_ in sorted(map_.objects('places'), key=lambda o: -map_.values(o)['rank']):
        values = map_.values(object_)
        if (
            values['rank'] > (9 if picture.scale >= 0.9 else 4)
            or object_['type'] == 'peak'
            and picture.scale < 0.9
        ):
            continue
        x, y = picture.at((object_['x'], object_['y']))
        picture.draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill='#241f1a')
        picture.text(
            (object_['x'] + 5, object_['y'] - 12),
            values['name_sr'],
            '#241f1a',
            13 if values['rank'] < 4 else 10,
        )


def main(arguments):
    if len(arguments) not in (2, 6, 7):
        print(__doc__.strip().splitlines()[-1], file=sys.stderr)
        return 2
    map_ = MapFile(arguments[0])
    window = [int(a) for a in arguments[2:6]] or [0, 0, map_.cols, map_.rows]
    scale = float(arguments[6]) if len(arguments) == 7 else (1.0 if len(arguments) == 6 else 0.35)
    picture = Picture(map_, window, scale)
    paint(picture)
    picture.image.save(arguments[1])
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
