"""The folder of geographic data: reads files, projects them to metres, and knows which files it was made
with.
"""
import csv
import hashlib
import json
import os
import sys

from osgeo import gdal
from shapely.geometry import box, shape
from shapely.ops import transform

gdal.UseExceptions()

INPUTS = (
    'border_line.geojson',
    'bridges_tunnels.geojson',
    'buildings_count_9s.tif',
    'dem_points_only_9s.tif',
    'ibar_sitnica_profile.geojson',
    'key_places.csv',
    'landcover_osm.geojson',
    'landuse_osm.geojson',
    'municipalities.geojson',
    'peaks.geojson',
    'poi_osm.geojson',
    'railway.geojson',
    'roads_local.geojson',
    'roads_main.geojson',
    'settlements.csv',
    'water.geojson',
    'waterways.geojson',
)
SUMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'INPUTS.sha256')


class Source:
    def __init__(self, folder):
        missing = [name for name in INPUTS if not os.path.isfile(os.path.join(folder, name))]
        if missing:
            sys.exit('%s: the folder of geographic data lacks %s.' % (folder, ', '.join(missing)))
        self.folder = folder

    def path(self, name):
        return os.path.join(self.folder, name)

    def table(self, name):
        with open(self.path(name), encoding='utf-8', newline='') as file:
            return list(csv.DictReader(file))

    def features(self, name, grid, margin=3000.0):
        """(properties, geometry in metres) of what touches the map and its margin, clipped to it."""
        with open(self.path(name), encoding='utf-8') as file:
            collection = json.load(file)['features']
        clip = box(*grid.bounds(margin))
        found = []
        for feature in collection:
            geometry = project(shape(feature['geometry']), grid)
            if 'Polygon' in geometry.geom_type and not geometry.is_valid:
                geometry = geometry.buffer(0)
            if not geometry.intersects(clip):
                continue
            found.append((feature['properties'], geometry.intersection(clip)))
        return found

    def profile(self, grid):
        """River name -> list of (x, y, height in metres), downstream."""
        with open(self.path('ibar_sitnica_profile.geojson'), encoding='utf-8') as file:
            features = json.load(file)['features']
        return {
            feature['properties']['name_sr']: [
                grid.metres(lon, lat) + (z,) for lon, lat, z in feature['geometry']['coordinates']
            ]
            for feature in features
        }

    def raster(self, name):
        """(array, geotransform) in degrees."""
        dataset = gdal.Open(self.path(name))
        return dataset.ReadAsArray().astype(float), dataset.GetGeoTransform()

    def sums(self):
        lines = []
        for name in INPUTS:
            with open(self.path(name), 'rb') as file:
                lines.append('%s  %s\n' % (hashlib.sha256(file.read()).hexdigest(), name))
        return ''.join(lines)

    def check_sums(self):
        """Says on standard error which files differ from those the published map was made with."""
        if not os.path.isfile(SUMS):
            return
        with open(SUMS, encoding='utf-8') as file:
            known = dict(reversed(line.split()) for line in file)
        now = dict(reversed(line.split()) for line in self.sums().splitlines())
        for name in sorted(set(known) | set(now)):
            if known.get(name) != now.get(name):
                print(
                    'warning: %s is not the file that the published map was made from (INPUTS.sha256).'
                    % name,
                    file=sys.stderr,
                )


def project(geometry, grid):
    def flat(xs, ys, zs=None):
        points = grid.to_metres.TransformPoints(list(zip(xs, ys)))
        return [p[0] for p in points], [p[1] for p in points]

    return transform(flat, geometry)


def lines_of(geometry):
    """The LineStrings in a geometry."""
    if geometry.geom_type == 'LineString':
        return [geometry]
    return [line for part in getattr(geometry, 'geoms', ()) for line in lines_of(part)]


def polygons_of(geometry):
    if geometry.geom_type == 'Polygon':
        return [geometry]
    return [polygon for part in getattr(geometry, 'geoms', ()) for polygon in polygons_of(part)]
