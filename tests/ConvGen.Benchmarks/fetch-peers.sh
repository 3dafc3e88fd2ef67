#!/usr/bin/env bash
# Fetches the libraries that "compare --peers" sets beside ConvGen into artifacts/peers, which git ignores:
# ONNX Runtime from the npm package onnxruntime-node (its scripts are not run: they would download GPU libraries) and
# oneDNN from Debian. Nothing is installed into the system.
set -euo pipefail
peers="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/artifacts/peers"
mkdir -p "$peers"
cd "$peers"

if command -v npm > /dev/null; then
    npm install --ignore-scripts --no-audit --no-fund --prefix . onnxruntime-node
else
    echo "npm is missing: ONNX Runtime was not fetched." >&2
fi

if command -v apt-get > /dev/null && command -v dpkg > /dev/null; then
    # oneDNN runs on OpenMP and links to OpenCL's loader.
    apt-get download libdnnl2 libgomp1 ocl-icd-libopencl1
    for package in ./*.deb; do
        dpkg -x "$package" debian
    done
    rm -f ./*.deb
else
    echo "apt-get is missing: oneDNN was not fetched." >&2
fi

find "$peers" \( -name 'libonnxruntime.so.1' -o -name 'libdnnl.so.2' \) -print
