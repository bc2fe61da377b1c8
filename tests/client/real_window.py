"""The built client in a real X window (Xvfb), driven by real keys and clicks (xdotool), looked at by pictures of the screen.

usage: real_window.py IBAR REFERENCE_FOLDER [--renew]
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from PIL import Image, ImageChops, ImageStat

IBAR, REFERENCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
RENEW = '--renew' in sys.argv
LIMIT_S = 120
SMALL = (640, 360)


class Screen:
    """A display of its own with the client in it."""

    def __init__(self, folder):
        reading, writing = os.pipe()
        self.server = subprocess.Popen(['Xvfb', '-displayfd', str(writing), '-screen', '0', '1280x720x24', '-nolisten', 'tcp'],
                                       pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as line:
            display = line.readline().strip()
        self.env = {**os.environ, 'DISPLAY': f':{display}', 'SDL_VIDEODRIVER': 'x11', 'SDL_RENDER_DRIVER': 'software',
                    'SDL_FRAMEBUFFER_ACCELERATION': '0', 'XDG_DATA_HOME': folder, 'XDG_CONFIG_HOME': folder,
                    'XDG_STATE_HOME': folder}
        self.picture = pathlib.Path(folder) / 'screen.png'
        self.client = subprocess.Popen([IBAR, '--hotseat', 'bridge-checkpoint', '--size', '1280x720'], env=self.env)

    def close(self):
        for process in (self.client, self.server):
            process.kill()
            process.wait()

    def do(self, *words):
        subprocess.run(['xdotool', *map(str, words)], env=self.env, check=True, timeout=60)

    def click(self, x, y):
        self.do('mousemove', x, y, 'click', 1)

    def grab(self):
        subprocess.run(['import', '-window', 'root', str(self.picture)], env=self.env, check=True, timeout=60)
        with Image.open(self.picture) as image:
            return image.convert('RGB')

    def wait(self, what, holds):
        """The first picture for which `holds`, once it no longer changes."""
        end, last = time.monotonic() + LIMIT_S, None
        while time.monotonic() < end:
            assert self.client.poll() is None, f'the client ended with {self.client.returncode} while waiting for {what}'
            image = self.grab()
            if last is not None and holds(image) and difference(image, last) < 0.3:
                return image
            last = image
            time.sleep(0.2)
        raise AssertionError(f'{what} did not come within {LIMIT_S} s')


def difference(a, b):
    """Mean difference of the pixels, 0-255."""
    return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3


def compare(image, name):
    """As the picture kept under this name, but for the small things that fonts and drivers change."""
    path = REFERENCE / f'{name}.png'
    small = image.resize(SMALL, Image.Resampling.BOX)
    if RENEW:
        small.quantize(128).save(path, optimize=True)
        return
    with Image.open(path) as kept:
        off = difference(small, kept.convert('RGB'))
    assert off < 6, f'{name} differs from {path} by {off:.1f} on average (at most 6): look at both'


def shows_map(image):
    """Paper and forest instead of the bare desk in the middle of the map's place."""
    return sum(ImageStat.Stat(image.crop((220, 100, 500, 600))).mean) / 3 > 110


def shows_card(image):
    """The ivory card of the hand-over on a dark desk."""
    return sum(image.getpixel((430, 400))) > 600 and sum(ImageStat.Stat(image.crop((40, 150, 300, 600))).mean) / 3 < 60


def test_a_turn_is_planned_with_mouse_and_keys(screen):
    card = screen.wait('the hand-over card', shows_card)
    compare(card, 'hand-over')
    names = subprocess.run(['xdotool', 'search', '--name', '.', 'getwindowname', '%@'], env=screen.env, capture_output=True,
                           text=True).stdout.split('\n')
    assert 'Ibar' in names, f'before a seat is taken the window is titled Ibar alone, not {names}'
    screen.do('key', 'Return')
    briefing = screen.wait('the briefing', lambda image: sum(image.getpixel((640, 60))) > 600)
    compare(briefing, 'briefing')
    screen.do('key', 'Return')
    table = screen.wait('the table', lambda image: shows_map(image) and difference(image, briefing) > 20)
    compare(table, 'table')
    screen.do('key', 'Tab')
    selected = screen.wait('the unit card', lambda image: difference(card_part(image), card_part(table)) > 20)
    screen.click(600, 400)
    screen.wait('the order in the plan', lambda image: difference(plan_part(image), plan_part(selected)) > 1)
    screen.do('key', 'Return')
    handed = screen.wait('the next hand-over', shows_card)
    assert difference(handed, table) > 40, 'the hand-over still shows something of the table'


def card_part(image):
    return image.crop((1000, 50, 1272, 208))


def plan_part(image):
    return image.crop((1000, 455, 1272, 590))


def main():
    print('1..1')
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(folder)
        try:
            test_a_turn_is_planned_with_mouse_and_keys(screen)
            print('ok 1 - a turn is planned with mouse and keys')
        except Exception as problem:  # whatever it is, it is told as the test's result
            print(f'not ok 1 - a turn is planned with mouse and keys\n# {problem}')
            if screen.picture.exists():
                kept = pathlib.Path(tempfile.gettempdir()) / 'ibar-real-window.png'
                kept.write_bytes(screen.picture.read_bytes())
                print(f'# the last picture is {kept}')
        finally:
            screen.close()


main()
