"""Tests in Python that print TAP: functions named test_* of the caller, each its own case."""
import subprocess
import sys
import traceback


def run(*command, env=None):
    """status, standard output, standard error."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=600, env=env)
    return done.returncode, done.stdout, done.stderr


def main(names):
    cases = [(name, case) for name, case in names.items() if name.startswith('test_')]
    print('1..%d' % len(cases))
    failed = 0
    for number, (name, case) in enumerate(cases, 1):
        try:
            case()
            print('ok %d - %s' % (number, name))
        except Exception:
            failed += 1
            print('not ok %d - %s' % (number, name))
            print('\n'.join('# ' + line for line in traceback.format_exc().splitlines()))
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
