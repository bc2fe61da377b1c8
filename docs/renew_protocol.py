"""docs/renew_protocol.py [--check]: the tables of docs/protocol.md, from the .proto and from the lists of the rules."""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[1]
PAGE = TOP / 'docs/protocol.md'


def listed(file, word):
    """Entries WORD(a, b, "sentence") of an X-macro: lists of their arguments."""
    text = (TOP / 'server/rules' / file).read_text()
    text = text[text.index(f'({word})'):]
    text = text[:text.index('\n\n')]
    found = re.findall(rf'\b{word}\((\w+),\s*((?:[^"()]*,\s*)?(?:"[^"]*",\s*)?)"((?:[^"\\]|\\.)*)"\)', text.replace('\\\n', ' '))
    return [(name, middle, sentence.replace('|', '\\|')) for name, middle, sentence in found]


def order_fields():
    text = '\n'.join(path.read_text() for path in sorted((TOP / 'server/rules').glob('*.c')))
    body = text[text.index('unsigned order_fields(int kind)'):]
    table = re.search(r'fields\[ORDER_COUNT\] = \{(.*?)\};', text[:text.index('unsigned order_fields(int kind)') + 2000], re.S)
    found = {}
    for name, value in re.findall(r'\[ORDER_(\w+)\] = ([^,]+),?', table[1]) if table else []:
        found[name] = [part.strip().removeprefix('FIELD_').lower() for part in value.split('|')]
    assert body and found, 'the table of order fields has changed its form'
    return found


def orders():
    phases = {'0': 'set-up', 'P': 'pulses', '1': 'pulse 1', 'C': 'Close', 'S': 'side', 'F': 'policy'}
    fields = order_fields()
    yield '| Kind | Phase | Fields | |'
    yield '|---|---|---|---|'
    for name, middle, sentence in listed('orders.h', 'ORDER'):
        used = ', '.join(f'`{field}`' for field in fields.get(name, []))
        yield f'| `{name}` | {phases[middle.strip()[0]]} | {used.replace("`path`", "`path`, `press_on`")} | {sentence} |'


def refusals():
    for name, _, sentence in listed('orders.h', 'REFUSAL'):
        yield f'- `{name}`: {sentence}'


def events():
    for name, _, sentence in listed('events.h', 'EVENT'):
        yield f'- `{name}`: {sentence}'


def messages():
    comment, owner = [], None
    for line in (TOP / 'proto/ibar/v1/ibar.proto').read_text().split('package ibar.v1;')[1].splitlines():
        head = re.match(r'(message|enum) (\w+) \{(\})?', line)
        field = re.match(r'\s+(?:(repeated) )?(?:(\w+) )?(\w+) = (\d+);\s*(?://\s*(.*))?', line)
        if line.startswith('//'):
            comment.append(line[2:].strip())
        elif head:
            owner = head[2]
            yield from ['', f'### {owner}', '']
            if comment:
                yield from [' '.join(comment), '']
            if not head[3]:
                kind = 'Type' if head[1] == 'message' else ''
                yield from ([f'| | Field | {kind} | |', '|---|---|---|---|'] if kind else ['| | Name | |', '|---|---|---|'])
            comment = []
        elif field and owner:
            repeated, type_, name, number, text = field.groups()
            text = (text or '').replace('|', '\\|')
            if type_:
                yield f'| {number} | `{name}` | {"list of " if repeated else ""}{type_} | {text} |'
            else:
                yield f'| {number} | `{name}` | {text} |'
        elif not line.strip():
            comment = []


old = new = PAGE.read_text()
for name, make in (('orders', orders), ('refusals', refusals), ('events', events), ('messages', messages)):
    lines = list(make())
    assert len(lines) > 10, f'nothing is found for {name}'
    new = re.sub(rf'(<!-- {name} -->\n).*?(<!-- end -->)', lambda m: m[1] + '\n'.join(lines).strip() + '\n' + m[2], new, flags=re.S)
if '--check' in sys.argv[1:]:
    if new != old:
        sys.exit('docs/protocol.md does not show the protocol as it is: run docs/renew_protocol.py')
else:
    PAGE.write_text(new)
