# unit-work.sh: whether a unit's processes may be at work without using CPU.
# Inputs: unit, root (optional). Outputs: facts now (seconds since 1970),
# blocked (how many threads wait for a disk or a device), gpu (percent of the
# busiest one; 0: there is none; empty: there is one that doesn't tell).
# Beside them cpu_used's. Exit: 0.
# needs: prelude cgroup cpu-used
# shellcheck shell=sh
: "${unit:?}" "${root?}"

# blocked: of every process of the unit's group, its threads in state D.
blocked() {
  group=$(control show --value --property=ControlGroup "$unit") || group=''
  [ -n "$group" ] || return 0
  processes=$root/sys/fs/cgroup$group/cgroup.procs
  [ -r "$processes" ] || return 0
  while read -r process; do
    sed -n 's/.*) \([A-Z]\) .*/\1/p' "$root/proc/$process/task"/*/stat \
      2>/dev/null || true
  done <"$processes" | grep -c D || true
}

gpu() {
  if command -v nvidia-smi >/dev/null; then
    timeout 10 nvidia-smi --query-gpu=utilization.gpu \
      --format=csv,noheader,nounits 2>/dev/null || echo unknown
  fi
  cat "$root"/sys/class/drm/card*/device/gpu_busy_percent 2>/dev/null || true
}

main() {
  fact now "$(date +%s)"
  fact blocked "$(blocked)"
  fact gpu "$(gpu | awk '/^ *[0-9]+ *$/ { if ($1 > most) most = $1; next }
    { unknown = 1 } END { if (!unknown) print most + 0 }')"
  cpu_used
}
main </dev/null
