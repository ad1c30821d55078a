"""Own pieces of what ships: what can be overridden, taking a piece out to edit it, and what changed upstream since."""

from __future__ import annotations

from runbook.overrides.catalogue import Piece, PieceKind, catalogue
from runbook.overrides.ejecting import eject
from runbook.overrides.upstream import OwnPiece, Standing, own_pieces

__all__ = ["OwnPiece", "Piece", "PieceKind", "Standing", "catalogue", "eject", "own_pieces"]
