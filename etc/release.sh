#!/usr/bin/env bash
# Makes a release of what is committed: two commits, a tag, and target/release with all that is to be published. Pushes nothing,
# and takes everything back if something fails.
#
#   release.sh 1.0.0               Debian, root
#   release.sh 1.0.0 --dry-run     the same in a clone, without the tests of ./mvnw verify, and with images that are made of
#                                  Debian's packages; leaves target/release-dry-run, and nothing else
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() {
    echo "release.sh: $*" >&2
    exit 1
}

[ $# = 1 ] || [ "$#,${2-}" = 2,--dry-run ] || die "usage: release.sh VERSION [--dry-run], such as release.sh 1.0.0"
VERSION=$1 DATE=$(date -u +%Y-%m-%d) TAG=v$1 RELEASE=target/release
[[ $VERSION =~ ^([0-9]+)\.([0-9]+)\.[0-9]+$ ]] || die "$VERSION is no version: three numbers, such as 1.0.0"
NEXT=${BASH_REMATCH[1]}.$((BASH_REMATCH[2] + 1)).0
[ -z "$(git status --porcelain)" ] || die "not everything is committed"
! git rev-parse -q --verify "refs/tags/$TAG" >/dev/null || die "$TAG is there already"
[ -n "$(sed -n '/^## Unreleased$/,/^## [^U]/{/^- /p}' CHANGELOG.md)" ] || die "CHANGELOG.md has nothing below Unreleased"
[ "$(id -u)" = 0 ] || die "packages and images are tried out as root"

if [ $# = 2 ]; then
    CLONE=$(mktemp -d "${TMPDIR:-/tmp}/concertim-release.XXXXXX")
    trap 'rm -rf -- "$CLONE"' EXIT
    git clone -q -c user.name="$(git config user.name)" -c user.email="$(git config user.email)" . "$CLONE/concertim-view"
    RELEASE_DRY_RUN=yes "$CLONE/concertim-view/etc/release.sh" "$VERSION"
    rm -rf "$RELEASE-dry-run"
    mkdir -p target
    mv "$CLONE/concertim-view/$RELEASE" "$RELEASE-dry-run"
    echo "release.sh: it was a dry run: nothing is committed or tagged here; look at $RELEASE-dry-run"
    exit
fi

if [ "${RELEASE_DRY_RUN-}" = yes ]; then
    TESTS=(-DskipTests -Dmaven.test.skip)
else
    TESTS=()
    # By its digest alone: buildah takes no tag beside it here.
    BASE_IMAGE=docker://$(sed -n 's/^ARG BASE_IMAGE=\([^:]*\):.*\(@.*\)/\1\2/p' Dockerfiles/Dockerfile.view_sync)
    export BASE_IMAGE
fi

set_version() { # VERSION: the project's own, which is the first in pom.xml
    sed -i "0,/<version>.*<\/version>/s//<version>$1<\/version>/" pom.xml
}

BEFORE=$(git rev-parse HEAD)
take_back() {
    git tag -d "$TAG" 2>/dev/null || true
    git reset -q --hard "$BEFORE"
    echo "release.sh: failed; commits and tag are taken back" >&2
}
trap take_back EXIT

etc/check.sh
set_version "$VERSION"
sed -i "s/<project.build.outputTimestamp>.*</<project.build.outputTimestamp>${DATE}T00:00:00Z</" pom.xml
sed -i "s/^## Unreleased$/## $VERSION ($DATE)/" CHANGELOG.md
git commit -q -a -m "Release $VERSION"
git tag -a "$TAG" -m "concertim-view $VERSION"

./mvnw -q -B -Ppackages "${TESTS[@]}" clean verify
.ci/reproducible packages
etc/packages/check-packages.sh
mkdir "$RELEASE"
Dockerfiles/check-images.sh "$VERSION" "$RELEASE"
cp "target/concertim-view_${VERSION}_all.deb" "target/concertim-view-$VERSION-1.noarch.rpm" \
    "target/concertim-view-$VERSION.tar.gz" "$RELEASE"
cp target/concertim-view-sbom.json "$RELEASE/concertim-view-$VERSION-sbom.json"
(cd "$RELEASE" && sha256sum -- * >SHA256SUMS && cat SHA256SUMS)

set_version "$NEXT-SNAPSHOT"
sed -i "0,/^## /s//## Unreleased\n\n## /" CHANGELOG.md
git commit -q -a -m "Begin $NEXT"
trap - EXIT
echo "release.sh: $TAG is tagged; what to publish is in $RELEASE. To publish: git push origin HEAD $TAG"
