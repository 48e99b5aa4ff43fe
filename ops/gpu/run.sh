#!/usr/bin/env bash
# On the GPU machine, beside all parts that pack.sh made (the kit's too):
#
#   bash run.sh RESULT_DIR [--provider cuda|tensorrt|cpu] [--quick] [--seconds N] [--demo-only | --figure-only]
#
# First a demo for N seconds (12): embedded broker, drawn boards, the model, and every frame counted, exactly once. Then the figure "device",
# whose table, JSON and picture go to RESULT_DIR. Exit 0 where the demo lost nothing and the figure was measured, whether or not its goals were
# reached; the table says that. Without --provider: cuda where nvidia-smi, a device file or the driver's library shows a GPU, else the CPU.
# Nothing is installed; all that is unpacked lies below UNPACK_HOME (/tmp/framelot-gpu) and KIT_HOME (/tmp/gpu-kit).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
usage() { sed -n '4,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
[[ $# -ge 1 && $1 != -* ]] || usage
mkdir -p "$1"
results=$(cd "$1" && pwd)
shift
provider='' quick=() seconds=12 demo=yes figure=yes
while [[ $# -gt 0 ]]; do
  case $1 in
    --provider) provider=${2:?"--provider needs a name"}; shift ;;
    --seconds) seconds=${2:?"--seconds needs a number"}; shift ;;
    --quick) quick=(--quick) ;;
    --demo-only) figure= ;;
    --figure-only) demo= ;;
    *) usage ;;
  esac
  shift
done
if [[ -z $provider ]]; then
  # Containers often have the device without nvidia-smi, which would make a GPU's machine a CPU's.
  cached=$({ PATH=$PATH:/sbin:/usr/sbin ldconfig -p || true; } 2>/dev/null)
  provider=cuda
  if [[ $(nvidia-smi -L 2>/dev/null || true) == *GPU\ 0:* ]]; then because='nvidia-smi finds a device'
  elif [[ -e /dev/nvidia0 ]]; then because='there is /dev/nvidia0'
  elif [[ $cached == *libcuda.so.1\ * ]]; then because='there is libcuda.so.1'
  else provider=cpu because='there is no nvidia-smi that finds a device, no /dev/nvidia0 and no libcuda.so.1'; fi
  echo "run.sh: provider $provider, for $because; --provider names another"
fi

unpacked=${UNPACK_HOME:-/tmp/framelot-gpu}
(cd "$here" && sha256sum --quiet -c framelot.sha256) || { echo "run.sh: parts of Framelot are missing or damaged in $here" >&2; exit 1; }
if ! cmp -s "$here/framelot.sha256" "$unpacked/of"; then
  rm -rf "$unpacked/framelot"
  mkdir -p "$unpacked"
  cat "$here"/framelot.part-* | tar -xz -C "$unpacked"
  cp "$here/framelot.sha256" "$unpacked/of"
fi
app=$unpacked/framelot
# It searches folders that need not be there.
set +euo pipefail
# shellcheck disable=SC1091 # The kit brings it.
source "$here/unpack.sh"
set -euo pipefail
[[ -x ${KIT_JAVA:-} ]] || { echo "run.sh: the kit in $here gave no Java" >&2; exit 1; }
[[ ! -d $app/native ]] || export LD_LIBRARY_PATH="$app/native:$LD_LIBRARY_PATH"

# For every JVM, also those that the figure starts: where the runtime's libraries are, and folders that may be written.
data=$unpacked/data
mkdir -p "$data"
version=$("$KIT_JAVA" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java\.specification\.version = \([0-9]*\).*/\1/p')
JAVA_TOOL_OPTIONS="$KIT_JAVA_OPTS -Djava.awt.headless=true -Dorg.bytedeco.javacpp.cachedir=$data/javacpp -Djna.tmpdir=$data -Duser.home=$data"
[[ $version -lt 22 ]] || JAVA_TOOL_OPTIONS+=" --enable-native-access=ALL-UNNAMED"
[[ $version -lt 23 ]] || JAVA_TOOL_OPTIONS+=" --sun-misc-unsafe-memory-access=allow"
export JAVA_TOOL_OPTIONS ORT_DISABLE_TELEMETRY=1 FRAMELOT_DATA=$data
# A quarter of the memory for the heap, as much again outside it for frames and tensors; 1 to 8 GiB.
heap=$(awk '/MemTotal/ {mib = int($2 / 4096); print (mib < 1024 ? 1024 : (mib > 8192 ? 8192 : mib))}' /proc/meminfo)
framelot() {
  "$KIT_JAVA" -XX:+UseG1GC "-Xmx${heap}m" "-Dframelot.home=$app" "-Dframelot.commit=$(<"$app/commit")" \
    -cp "$ORT_JAR:$app/classes:$app/lib/*" dev.framelot.load.Main "$@"
}
settings=(--set "inference.provider=$provider")
[[ $provider == cpu ]] || settings+=(--set inference.require-gpu=true)

{
  date -u '+%Y-%m-%dT%H:%M:%SZ'
  uname -sr
  nproc
  nvidia-smi 2>&1 || true
  echo "LD_LIBRARY_PATH=$LD_LIBRARY_PATH"
} >"$results/machine.txt"

if [[ -n $demo ]]; then
  echo "run.sh: demo for $seconds s on $provider"
  ended=0
  framelot demo --plain --http-port=-1 --duration "${seconds}s" --json "$results/demo.json" "${settings[@]}" >"$results/demo.log" 2>&1 || ended=$?
  tail -n 12 "$results/demo.log"
  [[ $ended == 0 ]] || { echo "run.sh: the demo ended with $ended; all it said is in $results/demo.log" >&2; exit "$ended"; }
fi
if [[ -n $figure ]]; then
  echo "run.sh: figure device on $provider"
  # No CPU figure under a GPU's name.
  name=gpu
  [[ $provider != cpu ]] || name=device
  framelot figure device "${quick[@]}" --json "$results/$name-$(date -u +%F)-$provider.json" --pictures "$results" "${settings[@]}" 2>"$results/figure.log" |
    tee "$results/figure.txt" || { tail -n 20 "$results/figure.log" >&2; exit 1; }
fi
