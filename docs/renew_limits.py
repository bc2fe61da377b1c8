"""docs/renew_limits.py IBARD [--check]: the table of limits in docs/hosting.md, from what ibard --help says."""
import pathlib
import re
import subprocess
import sys

path = pathlib.Path(__file__).with_name('hosting.md')
help_ = subprocess.run([sys.argv[1], '--help'], capture_output=True, text=True, check=True).stdout
rows = re.findall(r'--([a-z-]+) N +([^(]*)\(([a-zA-Z ]+), (\d+) to (\d+), default (\d+)\)', help_)
lines = ['| Option | Default | From | To | Unit | |', '|---|---|---|---|---|---|']
for name, text, unit, least, most, preset in rows:
    lines.append(f'| `{name}` | {preset} | {least} | {most} | {unit} | {" ".join(text.split())} |')
old = path.read_text()
new = re.sub(r'(<!-- limits -->\n).*?(<!-- end -->)', lambda m: m[1] + '\n'.join(lines) + '\n' + m[2], old, flags=re.S)
if '--check' in sys.argv:
    assert rows and new == old, 'docs/hosting.md does not show the limits as they are: run docs/renew_limits.py IBARD'
else:
    path.write_text(new)
