#!/usr/bin/env bash
# Makes the images that nothing can be pulled for, from Debian packages and the JDK at hand:
#   framelot/jre-local   glibc, busybox, libturbojpeg and a linked Java runtime (about 150 MB); base of the Kafka and application images
#   alpine:3.17          busybox only; Testcontainers starts an image of this name to look at the engine
# Usage: ops/images/base.sh [--fresh]     Needs: docker engine, apt-get, dpkg-deb, a JDK 17 or newer. Takes about 15 s.
set -euo pipefail

readonly BASE=framelot/jre-local PROBE=alpine:3.17
# libgomp1 for OpenCV, libstdc++6 for ONNX Runtime, zlib1g for the Java runtime.
readonly PACKAGES=(libc6 libgcc-s1 libstdc++6 libgomp1 zlib1g libturbojpeg0 busybox-static tzdata)
# What Kafka, Streams and the application load; jdk.crypto.ec for TLS, jdk.unsupported for off-heap buffers.
readonly MODULES=java.se,jdk.unsupported,jdk.management,jdk.management.agent,jdk.crypto.ec,jdk.zipfs,jdk.jfr,jdk.httpserver,jdk.naming.dns,jdk.jcmd

die() { echo "base.sh: $*" >&2; exit 1; }
have_image() { docker image inspect "$1" >/dev/null 2>&1; }

if [[ "${1:-}" != --fresh ]] && have_image "$BASE" && have_image "$PROBE"; then
  echo "base.sh: $BASE and $PROBE are there; --fresh makes them again"
  exit 0
fi
docker info >/dev/null 2>&1 || die "no Docker engine answers 'docker info'; start dockerd or set DOCKER_HOST"

java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
[[ -x $java_home/bin/jlink ]] || die "no jlink in $java_home; set JAVA_HOME to a JDK 17 or newer"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{usr/bin,usr/sbin,usr/lib,usr/lib64,etc,tmp,var/tmp,proc,sys,dev,run,opt,home} "$work/packages"
ln -s usr/bin "$root/bin"; ln -s usr/sbin "$root/sbin"; ln -s usr/lib "$root/lib"; ln -s usr/lib64 "$root/lib64"
chmod 1777 "$root/tmp" "$root/var/tmp"

(cd "$work/packages" && apt-get -qq -o APT::Sandbox::User=root download "${PACKAGES[@]}") \
  || die "apt-get could not download ${PACKAGES[*]}; run apt-get update first"
for package in "$work"/packages/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$root"
done
rm -rf "$root"/usr/share/{doc,man,locale,lintian} "$root"/usr/lib/*/gconv

for applet in $("$root/bin/busybox" --list); do
  [[ -e $root/bin/$applet ]] || ln -s busybox "$root/bin/$applet"
done
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
# Without it glibc asks DNS before /etc/hosts, and Docker's names stand in both.
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"

"$java_home/bin/jlink" --add-modules "$MODULES" --strip-java-debug-attributes --no-man-pages --no-header-files --output "$root/opt/java" \
  || die "jlink of $java_home failed; does the JDK have its jmods folder (Debian: openjdk-17-jdk-headless)?"
ln -s /opt/java/bin/java "$root/usr/bin/java"

tar -C "$root" -c . | docker import --change 'ENV PATH=/opt/java/bin:/usr/bin:/usr/sbin' --change 'CMD ["sh"]' - "$BASE" >/dev/null
have_image "$PROBE" || tar -C "$root" -c ./usr/bin --exclude=./usr/bin/java ./bin ./tmp ./etc | docker import --change 'CMD ["sh"]' - "$PROBE" >/dev/null
docker run --rm --network none "$BASE" java -version
docker run --rm --network none "$PROBE" true
echo "base.sh: made $BASE from $java_home ($(docker image inspect -f '{{.Size}}' "$BASE" | numfmt --to=iec)) and $PROBE"
