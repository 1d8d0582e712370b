"""A contract for import-linter: a room is entered by a face, that is by a package and never by a module in it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, fields, output

if TYPE_CHECKING:
    from grimp import ImportGraph


class FaceContract(Contract):
    """`rooms`: packages whose children are rooms. `open_modules`: modules that anybody may import."""

    type_name = "faces"

    rooms = fields.ListField(subfield=fields.StringField())
    open_modules = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import of a module from outside its room."""
        containers = [str(name) for name in self.rooms]  # type: ignore[attr-defined]
        opened = {str(name) for name in self.open_modules}  # type: ignore[attr-defined]
        broken = []
        for module in sorted(graph.modules):
            room = _room_of(module, containers)
            if room is None or module in opened or graph.find_children(module):
                continue
            for importer in sorted(graph.find_modules_that_directly_import(module)):
                outside = importer != room and not importer.startswith(f"{room}.")
                if outside and not _is_a_name_of_the_face(graph, importer, module):
                    broken.append(f"{importer} imports {module}: go by {module.rpartition('.')[0]}")
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each of them."""
        for line in check.metadata["broken"]:
            output.print_error(line)


def _is_a_name_of_the_face(graph: ImportGraph, importer: str, module: str) -> bool:
    """Whether a name that the package exports is imported, which a module of the package happens to bear too."""
    package, _, name = module.rpartition(".")
    lines = [str(each["line_contents"]) for each in graph.get_import_details(importer=importer, imported=module)]
    return all(line.startswith(f"from {package} import ") for line in lines) and name in _exported(package)


@cache
def _exported(package: str) -> set[str]:
    """`__all__` of a package, read and not run."""
    path = Path(*package.split("."), "__init__.py")
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def _room_of(module: str, containers: list[str]) -> str | None:
    """The room in which a module stands; None: it stands in none."""
    for container in containers:
        if module.startswith(f"{container}."):
            return ".".join(module.split(".")[: container.count(".") + 2])
    return None
