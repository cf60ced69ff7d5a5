# shellcheck shell=bash
# Puts the tree of the system ($1) below /etc: /etc/static is a link to it, each
# file a link to its place in /etc/static, or a copy where FILE.mode lies beside
# it. Links and copies of earlier systems that are gone are removed.
# Exit: 0; 1 when something could not be placed (each is named on stderr).
etc=$1
failed=0
shopt -s dotglob nullglob

# Where the links below /etc lead, looked up once: each program costs a fork,
# of which NixOS' own needs none.
declare -A leads=()

atomic_link() { # target link
  if [ "${leads[$2]-}" = "$1" ]; then return; fi
  ln -sfn "$1" "$2.tmp" && mv -T "$2.tmp" "$2"
}

is_static() { # a link into /etc/static, or a folder of nothing else
  local f
  if [ -L "$1" ]; then
    case ${leads[$1]-} in /etc/static/*) return 0 ;; *) return 1 ;; esac
  fi
  [ -d "$1" ] || return 1
  for f in "$1"/*; do is_static "$f" || return 1; done
}

remove_stale() {
  local f to
  while IFS=$'\t' read -r f to; do
    case $to in
      /etc/static/*)
        if [ ! -e "$to" ] && [ ! -L "$to" ]; then
          echo "removing obsolete symlink ‘$f’..." >&2
          rm -f "$f"
          continue
        fi ;;
    esac
    leads[$f]=$to
  done < <(find /etc -type l -printf '%p\t%l\n')
}

place() { # folder of the tree, folder below /etc
  local f name target
  for f in "$1"/*; do
    name=${f##*/}
    case $name in *.mode | *.uid | *.gid) [ -e "${f%.*}" ] && continue ;; esac
    target=$2/$name
    if [ -d "$f" ] && [ ! -L "$f" ]; then
      if [ -L "$target" ]; then rm -f "$target"; fi
      [ -d "$target" ] || mkdir -p "$target"
      place "$f" "$target"
    elif [ -e "$f.mode" ]; then
      copy "$f" "$target"
    elif [ -d "$target" ] && [ ! -L "$target" ] && ! is_static "$target"; then
      echo "$target directory contains user files. Symlinking may fail." >&2
      failed=1
    else
      if [ -d "$target" ] && [ ! -L "$target" ]; then rm -rf "$target"; fi
      atomic_link "/etc/static${f#"$etc"}" "$target" || failed=1
    fi
  done
}

copy() { # file with .mode beside it, target
  local mode user group
  mode=$(cat "$1.mode") user=$(cat "$1.uid") group=$(cat "$1.gid")
  if [ "$mode" = direct-symlink ]; then
    atomic_link "$(readlink "$1")" "$2" || failed=1
    return
  fi
  cp -L --remove-destination "$1" "$2.tmp" &&
    chown "${user#+}:${group#+}" "$2.tmp" && chmod "$mode" "$2.tmp" &&
    mv -T "$2.tmp" "$2" || failed=1
  echo "${2#/etc/}" >> /etc/.clean.new
}

mkdir -p /etc
atomic_link "$etc" /etc/static
remove_stale
: > /etc/.clean.new
place "$etc" /etc
if [ -f /etc/.clean ]; then
  while read -r old; do
    grep -qxF "$old" /etc/.clean.new || {
      echo "removing obsolete file ‘/etc/$old’..." >&2
      rm -f "/etc/$old"
    }
  done < /etc/.clean
fi
mv /etc/.clean.new /etc/.clean
[ -e /etc/NIXOS ] || : > /etc/NIXOS
[ $failed = 0 ]
