"""CloudFormation templates as text: plain YAML, without anchors, in the order in which they were made."""

from __future__ import annotations

from typing import Any

Tree = dict[str, Any]

FORMAT_VERSION = "2010-09-09"


def template_text(description: str, parameters: Tree, resources: Tree, outputs: Tree) -> str:
    """The template; sections without content are left out."""
    import yaml  # noqa: PLC0415  heavy for the start of the command line

    class Plain(yaml.SafeDumper):
        """Writes what stands twice twice: CloudFormation knows no anchors."""

        def ignore_aliases(self, data: object) -> bool:
            del data
            return True

    tree = {
        "AWSTemplateFormatVersion": FORMAT_VERSION,
        "Description": description,
        "Parameters": parameters,
        "Resources": resources,
        "Outputs": outputs,
    }
    kept = {name: part for name, part in tree.items() if part}
    return str(yaml.dump(kept, Dumper=Plain, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False))
