#!/usr/bin/env bash
# Builds the images of the container suite from this work tree and locally made bases; nothing is pulled:
#   framelot/jre-local   (base.sh)      framelot/kafka-local   (kafka/)      framelot/app-local   (../Dockerfile)
# Usage: ops/images/build.sh [--packaged]    --packaged: the jars are in the target folders already (mvn -Pimage package)
# Needs: docker engine, apt-get, JDK 17, Maven. Takes about a minute with a warm Maven repository.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly BASE=framelot/jre-local
# The classic builder: BuildKit would ask a registry for its front end.
export DOCKER_BUILDKIT=0

ops/images/base.sh
if [[ "${1:-}" != --packaged ]]; then
  mvn -q -B -Pimage -Dmaven.test.skip=true package
fi
for jars in stream-app/target/image-libs load-tests/target/kafka-libs; do
  compgen -G "$jars/*.jar" >/dev/null || { echo "build.sh: no jars in $jars; run without --packaged, or mvn -Pimage package first" >&2; exit 1; }
done

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
cp ops/images/kafka/{Dockerfile,server.sh,logback.xml} "$context"
cp -r load-tests/target/kafka-libs "$context/kafka-libs"
docker build -q --build-arg BASE_IMAGE="$BASE" -t framelot/kafka-local "$context"
docker build -q --build-arg BASE_IMAGE="$BASE" -f ops/Dockerfile -t framelot/app-local .
docker images --filter 'reference=framelot/*' --format 'build.sh: {{.Repository}} {{.Size}}'
