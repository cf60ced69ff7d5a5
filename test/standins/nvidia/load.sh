# load.sh: loading and unloading, what the kernel would do. Needs state.sh.
# shellcheck shell=sh
: "${state?}" "${settings?}" "${sys?}" "${proc?}" "${dev?}"

gpu_count() { first "$settings/count" | grep . || echo 1; }

# below A B: whether version A is older than B.
below() {
  [ "$1" != "$2" ] &&
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

capability() { first "$settings/compute-capability" | grep . || echo 6.1; }

# ignores VERSION LICENSE: why this driver finds no GPU here; nothing if it
# does. The branches that end are those of research on real hosts.
ignores() {
  case $2 in
    *GPL*) ! below "$(capability)" 7.5 ||
      echo "not supported by open nvidia.ko because it does not include the" \
        "required GPU System Processor (GSP)." ;;
  esac
  limit=$(first "$settings/driver-limit")
  if [ -z "$limit" ] && below "$(capability)" 5.0; then limit=471; fi
  if [ -z "$limit" ] && below "$(capability)" 7.5; then limit=590; fi
  minimum=$(first "$settings/driver-minimum")
  if { [ -n "$limit" ] && ! below "$1" "$limit"; } ||
    { [ -n "$minimum" ] && below "$1" "$minimum"; }; then
    echo "supported through other NVIDIA drivers. The $1 NVIDIA driver will" \
      "ignore this GPU."
  fi
}

# A host's own /proc/driver and /sys/module, writable; a container has neither.
make_room() {
  if [ -n "${root:-}" ]; then
    mkdir -p "$sys" "$proc"
    return
  fi
  mountpoint -q "$proc" || mount -t tmpfs -o size=64k,mode=755 sdlab "$proc"
  mountpoint -q "$sys" && return
  mount -o remount,rw /sys
  mkdir -p "$sys"
  mount -t tmpfs -o size=64k,mode=755 sdlab "$sys"
  mount -o remount,ro /sys
}

# device NAME: a node as real ones are; where none may be made, a file.
device() {
  [ -e "$dev/$1" ] || mknod -m 666 "$dev/$1" c 1 3 2>/dev/null ||
    : >>"$dev/$1"
}

# insert MODULE VERSION LICENSE
insert() {
  make_room
  mkdir -p "$state" "$sys/$1/holders"
  echo "$2" >"$state/$1"
  echo "$2" >"$sys/$1/version"
  echo live >"$sys/$1/initstate"
  for one in $(needs "$1"); do
    ln -sfn "../../$1" "$sys/$one/holders/$1"
  done
  case $1 in
    nvidia) insert_core "$2" "$3" ;;
    nvidia_modeset) device nvidia-modeset ;;
    nvidia_uvm) device nvidia-uvm && device nvidia-uvm-tools ;;
  esac
  count_references
}

insert_core() {
  mkdir -p "$proc/nvidia/gpus"
  kind="NVIDIA UNIX x86_64 Kernel Module  $1"
  case $2 in
    *GPL*)
      kind="NVIDIA UNIX Open Kernel Module for x86_64  $1"
      kind="$kind  Release Build  (nixbld@)"
      ;;
  esac
  printf 'NVRM version: %s  \nGCC version:  gcc version 15.3.0 (GCC) \n' \
    "$kind" >"$proc/nvidia/version"
  device nvidiactl
  number=0
  while [ "$number" -lt "$(gpu_count)" ]; do
    device "nvidia$number"
    mkdir -p "$proc/nvidia/gpus/0000:0$((number + 1)):00.0"
    number=$((number + 1))
  done
}

# remove MODULE: it must not be in use.
remove() {
  for one in $(needs "$1"); do
    rm -f "$sys/$one/holders/$1"
  done
  rm -rf "${state:?}/$1" "${sys:?}/$1"
  case $1 in
    nvidia) rm -rf "$proc/nvidia" "$dev/nvidiactl" "$dev"/nvidia[0-9]* ;;
    nvidia_modeset) rm -f "$dev/nvidia-modeset" ;;
    nvidia_uvm) rm -f "$dev/nvidia-uvm" "$dev/nvidia-uvm-tools" ;;
  esac
  count_references
}
