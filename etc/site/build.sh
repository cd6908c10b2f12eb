#!/usr/bin/env bash
# Makes the site of the documentation: build.sh DIRECTORY. Debian's mkdocs-material has what it needs.
set -euo pipefail
[ $# = 1 ] || { echo "usage: build.sh DIRECTORY" >&2; exit 2; }
command -v mkdocs >/dev/null || {
    echo "build.sh: there is no mkdocs to make the site of the documentation with: apt install mkdocs-material" >&2
    exit 1
}
mkdocs build --quiet --strict --clean --config-file "$(dirname "${BASH_SOURCE[0]}")/mkdocs.yml" --site-dir "$(realpath -m "$1")"
