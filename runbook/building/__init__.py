"""The one path, its values, and the folder that comes of it."""

from runbook.building.draft import Build, Draft, Prepared
from runbook.building.folder import BuiltFolder, Inputs, PrintedShare, build_folder, build_share
from runbook.building.path import build, draft, finish, mark, prepare

__all__ = [
    "Build",
    "BuiltFolder",
    "Draft",
    "Inputs",
    "Prepared",
    "PrintedShare",
    "build",
    "build_folder",
    "build_share",
    "draft",
    "finish",
    "mark",
    "prepare",
]
