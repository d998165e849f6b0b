"""The notebooks run from top to bottom on the sample dataset."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path: Path, sample_output: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_output, tmp_path / "output")
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call] # typed, but for this
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert len(outputs) >= 6


def test_there_is_one() -> None:
    assert NOTEBOOKS
