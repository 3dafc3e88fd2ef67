#!/usr/bin/env python3
"""Writes torch.json: single convolution layers whose expected values PyTorch computed in float64.

Run with any PyTorch from 1.13 on:  python3 tests/cases/make_cases.py
The file has the form of the field's layer cases: one object a case, tensors row-major in the stated layout.
Beyond that form: layout NTCHW (stacked frames), padding SAME_LOWER, padding_mode and the names of more activations.
Inputs, weights and biases have two decimals, so that the text is short and means the same float32 everywhere.
"""

import itertools
import json
import os
import random

import torch
import torch.nn.functional as F

CONVOLUTIONS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
SPATIAL = {1: "W", 2: "HW", 3: "DHW"}

ACTIVATIONS = {
    None: lambda x, a: x,
    "relu": lambda x, a: F.relu(x),
    "relu6": lambda x, a: F.relu6(x),
    "leakyrelu": lambda x, a: F.leaky_relu(x, a),
    "elu": lambda x, a: F.elu(x, a),
    "sigmoid": lambda x, a: torch.sigmoid(x),
    "hardsigmoid": lambda x, a: F.hardsigmoid(x),
    "tanh": lambda x, a: torch.tanh(x),
    "silu": lambda x, a: F.silu(x),
    "hardswish": lambda x, a: F.hardswish(x),
    "gelu": lambda x, a: F.gelu(x),
    "gelutanh": lambda x, a: F.gelu(x, approximate="tanh"),
    "softplus": lambda x, a: F.softplus(x),
    "mish": lambda x, a: F.mish(x),
}


def amounts(padding, extent, kernel, stride, dilation):
    """The (begin, end) padding of every spatial dimension."""
    if padding == "VALID":
        return [(0, 0)] * len(extent)
    if isinstance(padding, list):
        return [tuple(p) for p in padding]
    pairs = []
    for i, k, s, d in zip(extent, kernel, stride, dilation):
        out = -(-i // s)
        total = max(0, (out - 1) * s + d * (k - 1) + 1 - i)
        small, large = total // 2, total - total // 2
        pairs.append((small, large) if padding == "SAME" else (large, small))
    return pairs


def padded(x, pairs, mode):
    """F.pad wants the last dimension first."""
    flat = [v for pair in reversed(pairs) for v in pair]
    if not any(flat):
        return x
    return F.pad(x, flat, mode="constant" if mode == "zeros" else mode)


def numbers(tensor, digits):
    return [float(f"{v:.{digits}g}") for v in tensor.flatten().tolist()]


def compact(values):
    return [int(v) if v == int(v) else v for v in values]


class Maker:
    def __init__(self):
        self.random = random.Random(20240229)
        self.generator = torch.Generator().manual_seed(20240229)
        self.cases = []

    def values(self, *shape, scale=2.0):
        x = (torch.rand(*shape, generator=self.generator, dtype=torch.float64) - 0.5) * 2 * scale
        return torch.round(x * 100) / 100

    def add(self, group, extent, kernel, channels, filters, stride=None, dilation=None, padding="VALID",
            mode="zeros", groups=1, bias=True, activation=None, alpha=None, layout=None, weights=None, batch=1):
        rank = len(kernel)
        stride = stride or [1] * rank
        dilation = dilation or [1] * rank
        layout = layout or self.random.choice(["first", "last"])
        weights = weights or self.random.choice(["first", "last"])

        x = self.values(batch, channels, *extent)
        w = self.values(filters, channels // groups, *kernel, scale=1.0)
        b = self.values(filters) if bias else None

        pairs = amounts(padding, extent, kernel, stride, dilation)
        y = CONVOLUTIONS[rank](padded(x, pairs, mode), w, b, stride=stride, dilation=dilation, groups=groups)
        y = ACTIVATIONS[activation](y, alpha)

        # From PyTorch's N C spatial and O I spatial to the layouts of the case.
        spatial = list(range(2, rank + 2))
        order = {"first": [0, 1] + spatial, "last": [0] + spatial + [1], "frames": [0, 2, 1, 3, 4]}[layout]
        letters = {"first": "NC" + SPATIAL[rank], "last": "N" + SPATIAL[rank] + "C", "frames": "NTCHW"}[layout]
        w_order = [0, 1] + spatial if weights == "first" else spatial + [1, 0]
        w_letters = "OI" + SPATIAL[rank] if weights == "first" else SPATIAL[rank] + "IO"
        x, y, w = x.permute(order), y.permute(order), w.permute(w_order)

        case = {
            "name": f"{group}_{len(self.cases):03d}",
            "op": f"conv{rank}d",
            "layout": letters,
            "kernel_layout": w_letters,
            "input_shape": list(x.shape),
            "input": compact(numbers(x, 4)),
            "kernel_shape": list(w.shape),
            "kernel": compact(numbers(w, 4)),
            "strides": stride,
            "padding": padding,
            "dilations": dilation,
            "groups": groups,
            "bias": compact(numbers(b, 4)) if bias else None,
            "expected_shape": list(y.shape),
            "expected": compact(numbers(y, 8)),
            "tolerance": 1e-5,
        }
        if mode != "zeros":
            case["padding_mode"] = mode
        if activation:
            case["activation"] = activation
        if alpha is not None:
            case["activation_alpha"] = alpha
        self.cases.append(case)


def make():
    m = Maker()
    extents = {1: [11], 2: [6, 7], 3: [4, 5, 6]}
    kernels = {1: [3], 2: [3, 2], 3: [2, 3, 2]}

    # Every data layout with every weight layout in every rank.
    for rank in (1, 2, 3):
        for layout, weights in itertools.product(["first", "last"] + (["frames"] if rank == 3 else []), ["first", "last"]):
            for padding in ("VALID", "SAME"):
                m.add(f"layouts{rank}d", extents[rank], kernels[rank], 3, 4, padding=padding, layout=layout, weights=weights)

    # Strides and dilations, also different ones in each dimension, with each kind of padding.
    variants = {
        1: [([2], [1]), ([1], [2]), ([3], [2])],
        2: [([2, 2], [1, 1]), ([1, 2], [1, 1]), ([1, 1], [2, 2]), ([2, 3], [2, 1]), ([3, 1], [1, 3])],
        3: [([2, 2, 2], [1, 1, 1]), ([1, 2, 1], [1, 1, 2]), ([2, 1, 3], [2, 1, 1])],
    }
    for rank in (1, 2, 3):
        for stride, dilation in variants[rank]:
            for padding in ("VALID", "SAME", "SAME_LOWER", [[1, 2], [2, 0], [0, 1]][:rank]):
                m.add(f"strides{rank}d", extents[rank], kernels[rank], 2, 3, stride, dilation, padding)

    # What stands in the padding, symmetric and not.
    for rank in (1, 2, 3):
        for mode in ("reflect", "replicate", "circular"):
            for padding in ("SAME", [[1, 1], [1, 1], [1, 1]][:rank], [[2, 1], [0, 2], [1, 0]][:rank]):
                m.add(f"modes{rank}d", extents[rank], kernels[rank], 2, 3, padding=padding, mode=mode)
        m.add(f"modes{rank}d", extents[rank], kernels[rank], 2, 3, [2] * rank, padding=[[2, 2]] * rank, mode="replicate")

    # Groups, depthwise with and without a multiplier.
    for rank in (1, 2, 3):
        for channels, filters, groups in ((4, 6, 2), (6, 6, 3), (5, 5, 5), (3, 6, 3), (9, 9, 9)):
            for padding in ("VALID", "SAME"):
                m.add(f"groups{rank}d", extents[rank], kernels[rank], channels, filters, padding=padding, groups=groups)

    # Activations, with and without bias.
    for index, activation in enumerate(a for a in ACTIVATIONS if a):
        alpha = {"leakyrelu": 0.2, "elu": 1.5}.get(activation)
        rank = 1 + index % 3
        m.add("activations", extents[rank], kernels[rank], 2, 5, padding="SAME", activation=activation, alpha=alpha)
        m.add("activations", [5, 5], [3, 3], 2, 5, bias=False, activation=activation, alpha=alpha)

    # Filters around the widths of vectors, pointwise kernels, batches.
    for filters in (1, 7, 8, 9, 15, 16, 17, 24, 33):
        m.add("filters", [3, 5], [2, 2], 2, filters, layout="last")
        m.add("pointwise", [2, 5], [1, 1], 3, filters, layout="first")
    for batch in (2, 3):
        for rank in (1, 2, 3):
            m.add(f"batch{rank}d", extents[rank], kernels[rank], 2, 3, padding="SAME", batch=batch, bias=batch == 2)

    # The kernel covers the input, and more than it.
    m.add("edges", [3, 3], [3, 3], 3, 4)
    m.add("edges", [2, 2], [5, 5], 2, 3, padding=[[2, 2], [2, 2]])
    m.add("edges", [1, 1], [3, 3], 4, 5, padding="SAME")
    m.add("edges", [1, 4, 4], [3, 3, 3], 2, 3, padding="SAME")
    m.add("edges", [3, 4, 4], [3, 2, 2], 2, 3)
    m.add("edges", [1], [1], 1, 1)
    m.add("edges", [5], [7], 2, 3, padding=[[3, 3]])
    return m.cases


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch.json")
    cases = make()
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write('{"made_by":"tests/cases/make_cases.py, PyTorch in float64","cases":[\n')
        file.write(",\n".join(json.dumps(case, separators=(",", ":")) for case in cases))
        file.write("\n]}\n")
    print(len(cases), "cases,", os.path.getsize(path), "bytes")


if __name__ == "__main__":
    main()
