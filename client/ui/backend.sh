#!/usr/bin/env bash
# Writes imgui_impl_sdlrenderer.cpp of Debian's libimgui-dev to a file: for systems that leave /usr/share/doc out when
# they install packages, as slim containers do.   usage: backend.sh OUT
set -euo pipefail
out=$(realpath "$1")
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=$(dpkg-query -W -f '${Version}' libimgui-dev)
apt-get download -qq -o APT::Sandbox::User=root "libimgui-dev=$version" >&2
dpkg-deb --fsys-tarfile libimgui-dev_*.deb |
  tar -x -O ./usr/share/doc/libimgui-dev/examples/backends/imgui_impl_sdlrenderer.cpp >"$out.part"
mv "$out.part" "$out"
