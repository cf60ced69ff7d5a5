# state.sh: the state machine behind modprobe, rmmod, lsmod and nvidia-smi.
# Sourced by them. Modules are "loaded" when /run/sdlab-gpu/MODULE holds their
# version; /proc/driver/nvidia, /sys/module and /dev/nvidia* are made to agree.
# Processes that hold a device open are found in /proc, so "in use" is a fact.
# shellcheck shell=sh disable=SC2034
PATH=/usr/sbin:/usr/bin
export PATH

root=${SDLAB_ROOT:-}
state=$root/run/sdlab-gpu
settings=$root/etc/sdlab/gpu
sys=$root/sys/module
proc=$root/proc/driver
dev=$root/dev

# first FILE…: the first line of the first file that can be read.
first() {
  for file; do
    if [ -r "$file" ] && { IFS= read -r line <"$file" || [ -n "$line" ]; }; then
      printf '%s\n' "$line"
      return
    fi
  done
}

fault() { [ -e "$settings/faults/$1" ]; }

# fault_of NAME VERSION: a fault of every driver, or of the version it names.
fault_of() {
  fault "$1" || return 1
  named=$(first "$settings/faults/$1")
  [ -z "$named" ] || [ "$named" = "$2" ]
}

# hang: what a stuck call into the driver looks like; ends on signals only.
hang() { exec sleep infinity; }

loaded() { [ -e "$state/$1" ]; }

library_version() { first "$root/run/current-system/sdlab/nvidia-lib-version"; }

# The running kernel's release, by the modules of the booted system.
release() {
  for folder in "$root"/run/booted-system/kernel-modules/lib/modules/*; do
    if [ -d "$folder" ]; then
      echo "${folder##*/}"
      return
    fi
  done
  uname -r
}

# module_file NAME DIR…: the first file of a module in folders of modules.
module_file() {
  wanted=$1
  case $1 in *_*) wanted=${1%%_*}-${1#*_} ;; esac
  shift
  kernel=$(release)
  for folder; do
    file=$folder/lib/modules/$kernel/misc/$wanted.ko
    if [ -r "$file" ]; then
      echo "$file"
      return
    fi
  done
}

# field NAME FILE: a line of a module's description.
field() {
  while IFS='=' read -r key value; do
    if [ "$key" = "$1" ]; then echo "$value"; fi
  done <"$2"
}

# needs MODULE: what it is loaded after. The order of nvidia's own modules.
needs() {
  case $1 in
    nvidia_drm) echo nvidia_modeset ;;
    nvidia_modeset | nvidia_uvm) echo nvidia ;;
  esac
}

# holders MODULE: modules that hold it, loaded ones only.
holders() {
  for one in nvidia_drm nvidia_modeset nvidia_uvm; do
    loaded "$one" || continue
    case " $(needs "$one") " in
      *" $1 "*) echo "$one" ;;
    esac
  done
}

# descriptors MODULE: processes that have its devices open, a line an open file.
descriptors() {
  case $1 in nvidia | nvidia_modeset | nvidia_uvm) ;; *) return 0 ;; esac
  # Debian 13's find aborts at times where processes end under it.
  opened=$(QUOTING_STYLE=literal stat -c %N "$root"/proc/[0-9]*/fd/* \
    2>/dev/null | grep -- '-> /dev/nvidia') || true
  while read -r opened_by _ device; do
    case $1:${device#/dev/} in
      nvidia:nvidiactl | nvidia_modeset:nvidia-modeset) ;;
      nvidia_uvm:nvidia-uvm | nvidia_uvm:nvidia-uvm-tools) ;;
      nvidia:nvidia*[!0-9]* | nvidia:nvidia) continue ;;
      nvidia:nvidia*) ;;
      *) continue ;;
    esac
    opened_by=${opened_by%/fd/*}
    opened_by=${opened_by##*/}
    [ "$opened_by" = "$$" ] || echo "$opened_by"
  done <<END
$opened
END
}

# hidden MODULE: references that no process and no holder explains.
hidden() {
  case $1 in
    nvidia) ! fault peer-memory || echo 1 ;;
    nvidia_drm) ! fault fbcon || echo 1 ;;
  esac
}

references() {
  # shellcheck disable=SC2046 # one word a reference is what is counted
  set -- $(holders "$1") $(descriptors "$1") $(hidden "$1")
  echo $#
}

# make_pipes: where serve-refcnt answers; made before the modules are.
make_pipes() {
  mkdir -p "$state"
  for one in nvidia nvidia_drm nvidia_modeset nvidia_uvm; do
    [ -p "$state/refcnt.$one" ] || mkfifo -m 444 "$state/refcnt.$one"
  done
}

# count_references: writes down what is true now, where nobody answers for it.
count_references() {
  # A user's nvidia-smi may not, and needs not.
  [ -w "$sys" ] || return 0
  for one in nvidia nvidia_modeset nvidia_drm nvidia_uvm; do
    loaded "$one" || continue
    if [ -p "$state/refcnt.$one" ]; then
      # shellcheck disable=SC3013 # Debian's sh has it
      [ "$state/refcnt.$one" -ef "$sys/$one/refcnt" ] ||
        ln -sfn "$state/refcnt.$one" "$sys/$one/refcnt"
    else
      references "$one" >"$sys/$one/refcnt"
    fi
  done
}
