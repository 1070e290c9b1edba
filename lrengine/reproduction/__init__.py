"""What the source documents report, held against what this program measures."""

from lrengine.reproduction.claim import Claim, Figure, Finding, Need
from lrengine.reproduction.claims import CLAIMS, chosen_claims
from lrengine.reproduction.run import Needed, recipe_for, reproduce

__all__ = [
    "CLAIMS", "Claim", "Figure", "Finding", "Need", "Needed", "chosen_claims", "recipe_for", "reproduce",
]  # fmt: skip
