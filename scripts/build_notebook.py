"""Run examples/from_folder_to_plot.ipynb and keep what its cells print and draw (needs nbclient and ipykernel).

python scripts/build_notebook.py
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOK = ROOT / "examples" / "from_folder_to_plot.ipynb"


def main() -> None:
    """Write the notebook with its outputs; times and counts of runs are left out, so that it changes only with them."""
    book = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                output.pop("execution_count", None)
                output["metadata"] = {} if "metadata" in output else output.pop("metadata", None)
            cell.outputs = [{k: v for k, v in output.items() if v is not None} for output in cell.outputs]
    book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.from_dict(book), NOTEBOOK)


if __name__ == "__main__":
    main()
