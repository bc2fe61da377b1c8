"""Shares of classes per hex, buildings per hex, and the height model: everything that is sampled on grids."""
import numpy as np
from osgeo import gdal, ogr, osr
from scipy import ndimage

from grid import EPSG, HEX_M, ROW_M

CELL_M = 25.0


class HexRaster:
    """A 25 m raster over the map that knows which hex each cell belongs to."""

    def __init__(self, grid):
        self.grid = grid
        west, south, east, north = grid.bounds(100.0)
        self.west, self.north = west, north
        self.nx, self.ny = int((east - west) / CELL_M), int((north - south) / CELL_M)
        self.x = west + (np.arange(self.nx) + 0.5) * CELL_M
        self.y = north - (np.arange(self.ny) + 0.5) * CELL_M
        self.index = self._hex_index()
        self.count = np.maximum(np.bincount(self.index.ravel(), minlength=grid.cols * grid.rows + 1), 1)

    def _hex_index(self):
        """row*cols+col per cell; the last index is outside the map."""
        grid = self.grid
        gx, gy = np.meshgrid(self.x, self.y)
        near = np.rint((grid.origin_y - gy) / ROW_M).astype(int)
        best = np.full(gx.shape, np.inf)
        index = np.full(gx.shape, grid.cols * grid.rows)
        for shift in (-1, 0, 1):
            row = near + shift
            col = np.rint((gx - grid.origin_x) / HEX_M - 0.5 * (row & 1)).astype(int)
            cx = grid.origin_x + HEX_M * (col + 0.5 * (row & 1))
            far = (gx - cx) ** 2 + (gy - grid.origin_y + ROW_M * row) ** 2
            inside = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
            number = np.where(inside, row * grid.cols + col, grid.cols * grid.rows)
            index = np.where(far < best, number, index)
            best = np.minimum(best, far)
        return index

    def burn(self, geometries):
        """Boolean cells covered by polygons."""
        target = gdal.GetDriverByName('MEM').Create('', self.nx, self.ny, 1, gdal.GDT_Byte)
        target.SetGeoTransform((self.west, CELL_M, 0, self.north, 0, -CELL_M))
        wkt = osr.SpatialReference()
        wkt.ImportFromEPSG(EPSG)
        target.SetProjection(wkt.ExportToWkt())
        memory = ogr.GetDriverByName('Memory').CreateDataSource('shapes')
        layer = memory.CreateLayer('shapes', wkt)
        for geometry in geometries:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature.SetGeometry(ogr.CreateGeometryFromWkb(geometry.wkb))
            layer.CreateFeature(feature)
        gdal.RasterizeLayer(target, [1], layer, burn_values=[1])
        return target.ReadAsArray() > 0

    def mean(self, cells):
        """hex -> mean of the cells."""
        sums = np.bincount(self.index.ravel(), weights=cells.astype(float).ravel(), minlength=len(self.count))
        values = sums / self.count
        return {
            (i % self.grid.cols, i // self.grid.cols): float(values[i])
            for i in range(self.grid.cols * self.grid.rows)
        }


class HeightModel:
    """The point-made height model, cubic between its cells."""

    def __init__(self, source, grid):
        self.grid = grid
        self.array, self.transform = source.raster('dem_points_only_9s.tif')
        self.spline = ndimage.spline_filter(self.array, order=3)

    def at(self, points):
        """Heights in metres at points in metres."""
        degrees = np.array(self.grid.to_degrees.TransformPoints([(float(x), float(y)) for x, y in points]))
        cols = (degrees[:, 0] - self.transform[0]) / self.transform[1] - 0.5
        rows = (degrees[:, 1] - self.transform[3]) / self.transform[5] - 0.5
        return ndimage.map_coordinates(self.spline, [rows, cols], order=3, mode='nearest', prefilter=False)

    def slope(self, points, step=150.0):
        """Steepest rise per metre at points."""
        east = self.at([(x + step, y) for x, y in points]) - self.at([(x - step, y) for x, y in points])
        north = self.at([(x, y + step) for x, y in points]) - self.at([(x, y - step) for x, y in points])
        return np.hypot(east, north) / (2 * step)


def buildings_per_hex(source, grid):
    """Buildings counted in 9-second cells, each cell's count spread over a 5 by 5 lattice of its area."""
    array, transform = source.raster('buildings_count_9s.tif')
    counts = {}
    for row, col in zip(*np.nonzero(array)):
        share = array[row, col] / 25
        for i in range(5):
            for j in range(5):
                lon = transform[0] + (col + (i + 0.5) / 5) * transform[1]
                lat = transform[3] + (row + (j + 0.5) / 5) * transform[5]
                hex_ = grid.hex_of(lon, lat)
                if grid.inside(hex_):
                    counts[hex_] = counts.get(hex_, 0.0) + share
    return counts


def hex_points(grid, hex_):
    """19 points that sample a hex evenly."""
    cx, cy = grid.centre(hex_)
    corners = grid.polygon(hex_)
    points = [(cx, cy)]
    for fraction in (0.4, 0.8):
        points.extend((cx + (x - cx) * fraction, cy + (y - cy) * fraction) for x, y in corners)
    for k in range(6):
        (ax, ay), (bx, by) = corners[k], corners[(k + 1) % 6]
        points.append((cx + ((ax + bx) / 2 - cx) * 0.8, cy + ((ay + by) / 2 - cy) * 0.8))
    return points
