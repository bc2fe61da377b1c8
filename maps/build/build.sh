#!/bin/sh
# Builds maps/north-kosovo.tmj: build.sh DATADIR [OUTDIR].
# Needs Debian's python3-gdal, python3-numpy, python3-scipy, python3-shapely and python3-pil.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if ! /usr/bin/python3 -c 'import numpy, PIL, scipy, shapely; from osgeo import gdal' 2>/dev/null; then
    echo 'build.sh: install python3-gdal python3-numpy python3-scipy python3-shapely python3-pil first.' >&2
    exit 1
fi
PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 exec /usr/bin/python3 "$here/build.py" "$@"
