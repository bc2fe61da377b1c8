"""docs/renew_rulebook.py --check notices when rulebook and data disagree, and writes them into agreement again."""
import json
import pathlib
import re
import shutil
import sys
import tempfile

import tap

TOP = pathlib.Path(__file__).resolve().parents[2]


class Copy:
    """What the rulebook and its check read, in a folder of its own."""

    def __enter__(self):
        self.held = tempfile.TemporaryDirectory()
        self.top = pathlib.Path(self.held.name)
        for folder, kinds in (('docs', '*.[mpt][dyx]*'), ('maps', 'rules.json'), ('maps/schema', '*'),
                              ('maps/scenarios', '*.json'), ('maps', '*.tmj'), ('server/rules', '*.h')):
            (self.top / folder).mkdir(parents=True, exist_ok=True)
            for path in (TOP / folder).glob(kinds):
                if path.is_file():
                    shutil.copy(path, self.top / folder)
        return self

    def __exit__(self, *_):
        self.held.cleanup()

    def run(self, *options):
        status, out, err = tap.run(sys.executable, self.top / 'docs/renew_rulebook.py', *options)
        return status, out + err

    def edit(self, name, change):
        path = self.top / name
        old = path.read_text()
        new = change(old)
        assert new != old, 'nothing was changed in ' + name
        path.write_text(new)

    def noticed_and_mended(self):
        status, said = self.run('--check')
        assert status == 1 and 'run docs/renew_rulebook.py' in said, said
        status, said = self.run()
        assert status == 0, said
        assert self.run('--check')[0] == 0


def test_the_rulebook_as_it_is():
    with Copy() as copy:
        status, said = copy.run('--check')
        assert status == 0, said


def test_every_number_of_the_rules():
    """Each number in turn is another one: the text that tells it is stale, and only a renewal mends it."""
    with Copy() as copy:
        rules = json.loads((TOP / 'maps/rules.json').read_text())
        for name, value in rules['numbers'].items():
            changed = dict(rules, numbers=dict(rules['numbers'], **{name: value + 1}))
            (copy.top / 'maps/rules.json').write_text(json.dumps(changed))
            status, said = copy.run('--check')
            assert status == 1 and 'differs from the data' in said, '%s: %s' % (name, said)


def test_a_changed_unit():
    with Copy() as copy:
        copy.edit('maps/rules.json', lambda text: text.replace('"Police patrol"', '"Police walkers"'))
        copy.noticed_and_mended()


def test_a_changed_scenario():
    with Copy() as copy:
        copy.edit('maps/scenarios/banjska.json', lambda text: text.replace('"threshold": 26', '"threshold": 27'))
        copy.noticed_and_mended()


def test_a_changed_order():
    with Copy() as copy:
        copy.edit('server/rules/orders.h', lambda text: text.replace('"Push a crowd away."', '"Push a crowd."'))
        copy.noticed_and_mended()


def test_a_cell_changed_by_hand():
    with Copy() as copy:
        copy.edit('docs/rulebook.md', lambda text: text.replace('| 16 or more | 2 steps and S2 |', '| 17 or more | 2 steps and S2 |'))
        copy.noticed_and_mended()


def test_a_number_that_is_not_told():
    with Copy() as copy:
        copy.edit('docs/rulebook_numbers.txt', lambda text: re.sub(r'.*\{talk_least\}.*\n', '', text))
        status, said = copy.run('--check')
        assert status == 1 and 'talk_least' in said, said


def test_a_phrase_that_was_reworded():
    with Copy() as copy:
        copy.edit('docs/rulebook.md', lambda text: text.replace('on d100 of', 'on d100 up to'))
        status, said = copy.run('--check')
        assert status == 1 and 'this phrase is 0 times' in said, said


def test_a_scenario_that_is_not_told():
    with Copy() as copy:
        shutil.copy(copy.top / 'maps/scenarios/banjska.json', copy.top / 'maps/scenarios/another.json')
        status, said = copy.run('--check')
        assert status == 1 and 'scenario another' in said, said


tap.main(globals())
