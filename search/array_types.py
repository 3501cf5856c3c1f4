"""The types of arrays that modules hand to each other, named by what their elements are."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]  # any elements; what a file holds is mapped in the smallest type that fits
Ints = npt.NDArray[np.int64]  # document numbers, positions, counts, indices
Floats = npt.NDArray[np.float64]  # scores that decide
Mask = npt.NDArray[np.bool_]  # one element for each document
Bits = npt.NDArray[np.uint64]  # one bit for each document, 64 to an element
