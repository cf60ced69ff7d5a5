#!/bin/sh
# One rehearsal host's hardware: process 1 of its own pid and mount namespace,
# a loop over boots. Arguments: name, its state folder, prefix of the lab.
# Reads from the folder: disk, flavours, kind, layers, mounts (FROM:TO,
# read-only), power, reboot-delay, seed/.
# Writes: boots. Ends with the namespace, never by itself.
set -eu
name=$1 state=$2 prefix=$3
disk=$state/disk
size=$(cat "$state/disk-size") kind=$(cat "$state/kind")
mount -t tmpfs -o "size=$size,mode=755" "$prefix-$name" "$disk"

# nspawn keeps scratch there; each host has its own.
mkdir -p /run/systemd/nspawn
mount -t tmpfs -o size=1m,mode=755 sdlab /run/systemd/nspawn

# systemd in the host wants a pure cgroup v2 tree, which may be ours alone.
if [ ! -f /sys/fs/cgroup/cgroup.procs ]; then
  umount -l /sys/fs/cgroup
  mount -t cgroup2 none /sys/fs/cgroup
fi
cgroup=/sys/fs/cgroup/$prefix/$name
mkdir -p "$cgroup"
for controller in cpu io memory pids; do
  for folder in /sys/fs/cgroup "/sys/fs/cgroup/$prefix" "$cgroup"; do
    echo "+$controller" >"$folder/cgroup.subtree_control"
  done
done 2>/dev/null || true

flavour() { grep -qx "$1" "$state/flavours"; }

overlay() { # folder lowerdir
  mkdir -p "$1/upper" "$1/work" "$1/root"
  mount -t overlay overlay \
    -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
}

lasting=$disk/lasting
overlay "$lasting" "$(cat "$state/layers")"
furnish() { # root
  cp -a --no-preserve=ownership "$state/seed/." "$1/"
  # shellcheck disable=SC2046 # flavours are words
  chroot "$1" /bin/sh "/opt/sdlab/$kind/furnish" $(cat "$state/flavours")
}
furnish "$lasting/root"

# What a boot starts from: the disk, or a fresh one over the parts that last.
root=$lasting/root
insert_disk() {
  flavour ephemeral || return 0
  rm -rf "$disk/fresh/upper" "$disk/fresh/work"
  overlay "$disk/fresh" "$(cat "$state/layers")"
  root=$disk/fresh/root
  furnish "$root"
  for part in boot etc/sdlab nix; do
    mount --bind "$lasting/root/$part" "$root/$part"
  done
}
remove_disk() {
  flavour ephemeral || return 0
  umount -R -l "$disk/fresh/root"
}

uptime_seconds() {
  read -r seconds _ </proc/uptime
  echo "${seconds%.*}"
}

boot() {
  # Each boot has a clock of its own: uptime, btime and who -b begin at 0.
  uptime=$(uptime_seconds)
  set --
  while IFS= read -r mount; do
    set -- "$@" "--bind-ro=$mount"
  done <"$state/mounts"
  echo 0 >"$cgroup/boot-$boots/cgroup.procs"
  exec unshare --time --fork --kill-child \
    "--monotonic=-$uptime" "--boottime=-$uptime" \
    systemd-nspawn --quiet --register=no --keep-unit \
    "--network-namespace-path=/run/netns/$prefix-$name" \
    --capability=CAP_NET_ADMIN "--directory=$root" "--machine=$name" \
    --console=pipe --link-journal=no --resolv-conf=off --timezone=off \
    --kill-signal=SIGRTMIN+3 "$@" "/opt/sdlab/$kind/init"
}

boots=0 failures=0
while :; do
  while [ "$(cat "$state/power")" != on ]; do sleep 0.1; done
  boots=$((boots + 1))
  echo "=== boot $boots"
  insert_disk
  ip -n "$prefix" link set dev "$name" up
  echo "$boots" >"$state/boots"
  mkdir -p "$cgroup/boot-$boots"
  code=0 began=$(uptime_seconds)
  (boot) || code=$?
  # A machine that is off answers nothing: neither RST nor ICMP.
  ip -n "$prefix" link set dev "$name" down
  echo "=== end of boot $boots, exit $code"
  # nspawn's end alone doesn't end what it ran. A killed cgroup is of no more
  # use: the kernel also kills what is later started in one below it.
  echo 1 >"$cgroup/boot-$boots/cgroup.kill"
  find "$cgroup" -mindepth 1 -depth -type d -exec rmdir {} + 2>/dev/null || true
  remove_disk
  quick=$(($(uptime_seconds) - began < 2))
  case $code in
    133) sleep "$(cat "$state/reboot-delay")" ;; # a reboot asked for inside
    0) echo off >"$state/power" ;;               # a poweroff inside
    *) # a power cut, or nspawn itself failed
      failures=$((quick ? failures + 1 : 0))
      if [ "$failures" -eq 5 ]; then
        echo "=== five boots failed at once: off"
        echo off >"$state/power"
        failures=0
      fi ;;
  esac
done
