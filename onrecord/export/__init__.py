"""Tables and graphs as files: CSV, Excel, JSON, GraphML, GEXF. Bytes out; equal input gives equal bytes."""

from onrecord.export.graphs import gexf, graphml
from onrecord.export.sheets import xlsx
from onrecord.export.tables import csv, json
from onrecord.export.text import guard, unguard

__all__ = ["csv", "gexf", "graphml", "guard", "json", "unguard", "xlsx"]
