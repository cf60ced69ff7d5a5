# Makes a package of nixpkgs' shape whose files are Debian's: a folder of
# links, and copies of what names programs by their path. Environment: out;
# debian, where Debian's files lie; packages, Debian's names; links, lines of
# TO FROM; hook, what a build with it runs first; upstream, set where NixOS
# takes units from `example`, and absent, the units that Debian hasn't.
# shellcheck disable=SC2154 # Nix gives them.
set -eu
PATH=$debian/usr/bin
mkdir -p "$out"
[ -z "$upstream" ] && own=$debian/usr || own=$out

place() { # from to
  if [ -e "$2" ] || [ -L "$2" ]; then return 0; fi
  mkdir -p "${2%/*}"
  from=$1
  while [ -L "$from" ]; do
    target=$(readlink "$from")
    case $target in
      /*) from=$debian$target ;;
      */*)
        case $2 in
          */systemd/system/* | */systemd/user/*) # a wish of a target
            ln -s "$target" "$2"
            return ;;
        esac
        from=${from%/*}/$target ;;
      *) # an alias beside its file
        ln -s "$target" "$2"
        return ;;
    esac
  done
  case $2 in
    */systemd/system/* | */systemd/user/* | */rules.d/* | *.d/*.conf)
      sed -e "s,/usr/lib/systemd/,$own/lib/systemd/,g" \
        -e "s,/usr/s\?bin/\(systemd\|udevadm\|journalctl\),$own/bin/\1,g" \
        -e "s,\(^\|[^n]\)/usr/\(s\?bin\|lib\)/,\1$debian/usr/\2/,g" \
        "$from" >"$2" ;;
    *) ln -s "$from" "$2" ;;
  esac
}

printf %s "$links" | while read -r to from; do
  place "$from" "$out/$to"
done
for package in $packages; do
  list=$debian/var/lib/dpkg/info/$package.list
  [ -e "$list" ] || list=$(echo "$debian/var/lib/dpkg/info/$package":*.list)
  while read -r path; do
    # Not what leads to a folder: what Debian enabled for users is behind one.
    [ -f "$debian$path" ] || continue
    case $path in
      /usr/sbin/*) to=bin/${path#/usr/sbin/} ;;
      /usr/lib/*-linux-gnu/*) to=lib/${path#/usr/lib/*-linux-gnu/} ;;
      /usr/*) to=${path#/usr/} ;;
      /etc/*) to=${path#/} ;;
      *) continue ;;
    esac
    place "$debian$path" "$out/$to"
  done <"$list"
done
[ ! -e "$out/bin" ] || ln -s bin "$out/sbin"

if [ -n "$hook" ]; then
  mkdir "$out/nix-support"
  printf '%s\n' "$hook" >"$out/nix-support/setup-hook"
fi
[ -n "$upstream" ] || exit 0

mkdir -p "$out/example/systemd"
mv "$out/lib/systemd/system" "$out/lib/systemd/user" "$out/example/systemd/"
for part in environment.d modprobe.d sysctl.d sysusers.d tmpfiles.d; do
  [ ! -e "$out/lib/$part" ] || mv "$out/lib/$part" "$out/example/"
done
for unit in $absent; do
  file=$out/example/systemd/system/$unit
  case $unit in
    *.wants) mkdir -p "$file" ;;
    *.service)
      printf '[Service]\nType=oneshot\nExecStart=%s/usr/bin/true\n' \
        "$debian" >"$file" ;;
    *.socket)
      printf '[Socket]\nListenStream=/run/absent/%s\n' "$unit" >"$file" ;;
  esac
done
