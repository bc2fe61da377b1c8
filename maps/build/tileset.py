"""The three embedded tilesets and their pictures: terrain, height, density."""
import os
import zlib

from PIL import Image, ImageDraw, ImageFont

TILE_W, TILE_H = 52, 60
HEIGHT_FIRST, HEIGHT_COUNT, HEIGHT_COLUMNS = 30, 192, 16
TERRAIN = ('open', 'scrub', 'forest', 'steep', 'village', 'town', 'walled', 'water')
FILL = {
    'open': 'EBE6C8',
    'scrub': 'CFD0A4',
    'forest': '93AB7B',
    'steep': 'CDBB98',
    'village': 'E6CDA6',
    'town': 'DDB48C',
    'walled': 'E2CDB4',
    'water': '7FB0C6',
}
TINTS = (
    (400, 'D3DAB8'),
    (520, 'DEE0BE'),
    (640, 'E9E6C8'),
    (800, 'F0E6C6'),
    (980, 'EBD9B2'),
    (1160, 'E0C79C'),
    (1340, 'D2B48B'),
    (1600, 'C6A582'),
    (2100, 'B8957A'),
)
DENSITY = ('F4EDDB', 'F0D9A8', 'E0A86A', 'B8683E')
GRID = '3A3024'


def rgb(code, alpha=255):
    return tuple(int(code[i : i + 2], 16) for i in (0, 2, 4)) + (alpha,)


def hexagon():
    return [(26, 0), (51, 15), (51, 45), (26, 59), (0, 45), (0, 15)]


def spots(seed, count, inset=9):
    """Places in the hex that are the same on every run."""
    found, k = [], 0
    while len(found) < count and k < 4000:
        code = zlib.crc32(('%s %d' % (seed, k)).encode())
        x, y = code % 52, code // 64 % 60
        k += 1
        if abs(x - 26) < 26 - inset and abs(y - 30) < (30 - inset) - abs(x - 26) * 0.5:
            if all((x - a) ** 2 + (y - b) ** 2 > 52 for a, b in found):
                found.append((x, y))
    return sorted(found, key=lambda p: (p[1], p[0]))


def cell(fill):
    """A hex drawn at twice its size, to be shrunk."""
    image = Image.new('RGBA', (TILE_W * 2, TILE_H * 2), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    outline = [(x * 2 + (1 if x else 0), y * 2 + (1 if y else 0)) for x, y in hexagon()]
    draw.polygon(outline, fill=rgb(fill))
    draw.line(outline + outline[:1], fill=rgb(GRID, 70), width=2)
    return image, draw


def tree(draw, x, y, size, dark, light):
    draw.ellipse((x - size, y - size, x + size, y + size), fill=rgb(dark))
    draw.ellipse((x - size + 1, y - size, x + size - 3, y + size - 3), fill=rgb(light))


def house(draw, x, y, size):
    draw.rectangle((x - size, y - size + 2, x + size, y + size), fill=rgb('5B3B31'))
    draw.rectangle((x - size + 1, y - size + 1, x + size - 1, y + size - 2), fill=rgb('A4573F'))


def terrain_tile(name):
    image, draw = cell(FILL[name])
    if name == 'forest':
        for x, y in spots(name, 26, 6):
            tree(draw, 2 * x, 2 * y, 6, '5E7C52', '7C9A68')
    elif name == 'scrub':
        for x, y in spots(name, 11, 8):
            tree(draw, 2 * x, 2 * y, 4, '93A276', 'B0B98A')
    elif name == 'steep':
        for x, y in spots(name, 16, 8):
            draw.line((2 * x - 6, 2 * y - 8, 2 * x + 4, 2 * y + 8), fill=rgb('7A6648'), width=3)
    elif name == 'village':
        for x, y in spots(name, 7, 12):
            house(draw, 2 * x, 2 * y, 5)
    elif name == 'town':
        for x, y in spots(name, 20, 7):
            house(draw, 2 * x, 2 * y, 6)
    elif name == 'walled':
        draw.rectangle((34, 42, 70, 80), outline=rgb('7A2F28'), width=5)
        draw.rectangle((46, 56, 58, 72), fill=rgb('7A2F28'))
        draw.line((52, 46, 52, 58), fill=rgb('7A2F28'), width=3)
        draw.line((48, 50, 56, 50), fill=rgb('7A2F28'), width=3)
    elif name == 'water':
        for x, y in spots(name, 9, 10):
            draw.line((2 * x - 9, 2 * y, 2 * x + 9, 2 * y), fill=rgb('A5CBDA'), width=3)
    return image.resize((TILE_W, TILE_H), Image.LANCZOS)


def tint(metres):
    """Colour between the steps of the height scale."""
    if metres <= TINTS[0][0]:
        return rgb(TINTS[0][1])
    for (low, a), (high, b) in zip(TINTS, TINTS[1:]):
        if metres <= high:
            t = (metres - low) / (high - low)
            return tuple(int(round(p + (q - p) * t)) for p, q in zip(rgb(a), rgb(b)))
    return rgb(TINTS[-1][1])


def labelled(fill, text):
    image, draw = cell('%02X%02X%02X' % fill[:3])
    small = image.resize((TILE_W, TILE_H), Image.LANCZOS)
    draw = ImageDraw.Draw(small)
    font = ImageFont.load_default()
    width = draw.textlength(text, font=font)
    draw.text(((TILE_W - width) // 2, 24), text, fill=rgb('5C5145'), font=font)
    return small


def sheet(tiles, columns, path):
    rows = (len(tiles) + columns - 1) // columns
    image = Image.new('RGBA', (TILE_W * columns, TILE_H * rows), (0, 0, 0, 0))
    for i, tile in enumerate(tiles):
        image.paste(tile, (i % columns * TILE_W, i // columns * TILE_H))
    image.save(path, optimize=False, compress_level=9)
    return image.size


def tileset(name, first, tiles, columns, values, kind, folder):
    width, height = sheet(tiles, columns, os.path.join(folder, name + '.png'))
    return {
        'columns': columns,
        'firstgid': first,
        'image': name + '.png',
        'imageheight': height,
        'imagewidth': width,
        'margin': 0,
        'name': name,
        'spacing': 0,
        'tilecount': len(tiles),
        'tileheight': TILE_H,
        'tilewidth': TILE_W,
        'tiles': [
            {'id': i, 'properties': [{'name': name, 'type': kind, 'value': value}]}
            for i, value in enumerate(values)
        ],
    }


def make_tilesets(folder):
    """Writes the pictures; returns the tilesets and (layer, value) -> gid."""
    heights = list(range(HEIGHT_FIRST, HEIGHT_FIRST + HEIGHT_COUNT))
    first_height = 1 + len(TERRAIN)
    first_density = first_height + HEIGHT_COUNT
    sets = [
        tileset(
            'terrain',
            1,
            [terrain_tile(name) for name in TERRAIN],
            len(TERRAIN),
            list(TERRAIN),
            'string',
            folder,
        ),
        tileset(
            'height',
            first_height,
            [labelled(tint(h * 10), str(h)) for h in heights],
            HEIGHT_COLUMNS,
            heights,
            'int',
            folder,
        ),
        tileset(
            'density',
            first_density,
            [labelled(rgb(code), str(i)) for i, code in enumerate(DENSITY)],
            len(DENSITY),
            list(range(len(DENSITY))),
            'int',
            folder,
        ),
    ]
    gid = {('terrain', name): 1 + i for i, name in enumerate(TERRAIN)}
    gid.update({('height', h): first_height + h - HEIGHT_FIRST for h in heights})
    gid.update({('density', d): first_density + d for d in range(len(DENSITY))})
    return sets, gid
