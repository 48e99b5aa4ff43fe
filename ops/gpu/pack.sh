#!/usr/bin/env bash
# Packs Framelot for a machine with an NVIDIA GPU and nothing else: no Java, no Maven, no network.
#
#   ops/gpu/pack.sh OUT_DIR [KIT_DIR]
#
# OUT_DIR then holds framelot.part-00 … (each at most 50 MiB, PART_MIB says otherwise), framelot.sha256 and run.sh. With KIT_DIR, a
# folder that holds kit.part-00 …, kit.sha256 and unpack.sh (a Java runtime and a build of ONNX Runtime for the machine's CUDA), those
# are copied beside them. Build first: ./framelot version. On the GPU machine, with all parts in one folder:
#
#   bash OUT_DIR/run.sh RESULT_DIR [--quick]
set -euo pipefail
[[ $# -ge 1 && $# -le 2 ]] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }
home=$(cd "$(dirname "$0")/../.." && pwd)
classpath=$home/load-tests/target/launcher.classpath
[[ -f $classpath ]] || { echo "pack.sh: $classpath is missing; build first with ./framelot version" >&2; exit 1; }
kit=${2:+$(cd "$2" && pwd)}
if [[ -n $kit && ! -f $kit/unpack.sh ]]; then echo "pack.sh: $kit has no unpack.sh; is it a kit?" >&2; exit 1; fi
mkdir -p "$1"
out=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/framelot/lib" "$work/framelot/models"
# The kit's runtime and its Java classes come first on the class path; this one is not needed beside them, and is the largest jar.
tr ':' '\n' <"$classpath" | grep -Ev '/onnxruntime(_gpu)?-[0-9][^/]*\.jar$' | while read -r jar; do cp "$jar" "$work/framelot/lib/"; done
cp -r "$home/load-tests/target/classes" "$work/framelot/classes"
cp -r "$home/models/pcb-defects" "$work/framelot/models/"
rm -rf "$work/framelot/models/pcb-defects/train"
# The faster JPEG decoder where this machine has it; without it OpenCV decodes.
turbo=$({ PATH=$PATH:/sbin:/usr/sbin ldconfig -p || true; } 2>/dev/null | sed -n '/libturbojpeg\.so\.0 .*x86-64/{s/.*=> //p;q}')
if [[ -n $turbo ]]; then mkdir "$work/framelot/native" && cp -L "$turbo" "$work/framelot/native/libturbojpeg.so.0"; else echo "pack.sh: no libturbojpeg here, OpenCV will decode" >&2; fi
commit=$(git -C "$home" rev-parse --short=12 HEAD 2>/dev/null || true)
[[ -z $(git -C "$home" status --porcelain --untracked-files=no 2>/dev/null) ]] || commit+=+
echo "$commit" >"$work/framelot/commit"

rm -f "$out"/framelot.part-*
tar -C "$work" -cz framelot | split -b "${PART_MIB:-50}M" -d - "$out/framelot.part-"
cp "$home/ops/gpu/run.sh" "$out/"
(cd "$out" && sha256sum framelot.part-* >framelot.sha256)
if [[ -n $kit && $kit != "$out" ]]; then cp "$kit"/kit.part-* "$kit/kit.sha256" "$kit/unpack.sh" "$out/"; chmod u+w "$out"/unpack.sh; fi
ls -l "$out"
