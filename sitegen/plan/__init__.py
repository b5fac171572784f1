"""A site to artifacts: every output file with everything that determines its bytes.

``outputs`` plans a whole site, a module beside it each kind of file; what plans consist of is in
``artifacts`` and named here, so that rendering a plan needs none of the rest. Addresses are from
the top of the site and become relative in ``render``.
"""

from sitegen.plan.artifacts import Artifact, Card, Memory, PagePlan, Plan, Shared

__all__ = ("Artifact", "Card", "Memory", "PagePlan", "Plan", "Shared")
