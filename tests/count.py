"""Counts passed and failed cases in meson's testlog.junit.xml: prints 'PASSED FAILED'."""
import sys
import xml.etree.ElementTree as tree

passed = failed = 0
for case in tree.parse(sys.argv[1]).getroot().iter('testcase'):
    if case.find('failure') is not None or case.find('error') is not None:
        failed += 1
    elif case.find('skipped') is None:
        passed += 1
print(passed, failed)
