"""What the checks of the house share: the rooms, their files, and how a check reports."""
import pathlib
import re
import sys

TOP = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else '.').resolve()
BUILD = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else TOP / 'build').resolve()

# Room: folder, rooms it may include, libraries whose headers it may include (by start of the header's name).
ROOMS = {
    'rules': ('server/rules', set(), set()),
    'data': ('server/data', {'rules'}, {'jansson.h', 'sodium.h', 'lua.h', 'lauxlib.h'}),
    'record': ('server/record', {'rules'}, {'sodium.h'}),
    'ai': ('server/ai', {'rules'}, set()),
    'arena': ('server/arena', {'ai', 'data', 'record', 'rules'}, {'jansson.h', 'sodium.h'}),
    'proto': ('proto', {'rules'}, {'protobuf-c/', 'ibar.pb-c.h'}),
    'store': ('server/store', set(), {'sqlite3.h'}),
    'table': ('server/table', {'ai', 'record', 'store', 'rules'}, set()),
    'session': ('server/session', {'table', 'proto', 'store', 'record', 'ai', 'rules'},
                {'sodium.h', 'protobuf-c/', 'ibar.pb-c.h', 'utf8proc.h'}),
    'ops': ('server/ops', set(), {'microhttpd.h', 'systemd/'}),
    'net': ('server/net', {'session', 'ops', 'proto', 'store', 'table'}, {'uv.h', 'openssl/', 'sodium.h'}),
    'link': ('client/link', {'session', 'data', 'proto', 'store', 'table', 'ai', 'rules'},
             {'uv.h', 'openssl/', 'sodium.h'}),
    'model': ('client/model', {'link', 'proto', 'data', 'record', 'rules'},
              {'protobuf-c/', 'ibar.pb-c.h', 'sodium.h', 'jansson.h'}),
    'draw': ('client/draw', {'data', 'rules'}, {'SDL'}),
    'ui': ('client/ui', {'draw'}, {'SDL', 'imgui'}),
    'screens': ('client/screens', {'ui', 'draw', 'model', 'link', 'data', 'rules'}, {'SDL', 'jansson.h', 'sodium.h'}),
}


def sources(folder, *endings):
    return sorted(p for p in (TOP / folder).rglob('*') if p.suffix in (endings or ('.c', '.h')) and p.is_file())


def all_sources(*endings):
    return [p for folder in ('server', 'client', 'proto', 'tests') for p in sources(folder, *endings)]


def name(path):
    return str(path.relative_to(TOP))


def includes(path):
    """Yields (line number, 'local' or 'system', header)."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, 'system' if found[1] == '<' else 'local', found[2]


def finish(problems, done):
    for problem in problems:
        print(problem)
    print(f'{done}: {len(problems)} problems')
    sys.exit(1 if problems else 0)
