/** What a Mac's /bin and /usr/bin have of what scripts use. */
const tools =
  "awk base64 basename cat chmod cp cut date dirname env false find grep " +
  "gzip head id kill ln ls mkdir mkfifo mktemp mv nohup paste printf ps " +
  "readlink rm rmdir sed sh sleep sort ssh stat tail tar tee touch tr true " +
  "uname wc xargs"

/**
 * A script that fills the folder $1 with such tools, which refuse what only
 * those of GNU take, and with Nix; of what Linux alone has (setsid, flock,
 * timeout, sha256sum) there is nothing. Source: the manual pages of macOS 15.
 */
export const layPlainTools = `set -eu
mkdir -p "$1"
for tool in ${tools}; do
  real=$(command -v "$tool") || real=/bin/$tool
  case $real in /*) ;; *) real=$(PATH=/usr/bin:/bin command -v "$tool") ;; esac
  refused=
  case $tool in
    # What they run has words of its own.
    env | nohup | sh | ssh | xargs)
      ln -s "$real" "$1/$tool"
      continue ;;
    base64) refused='| -w*' ;;
    cp | mv) refused='| -t | -T' ;;
    date) refused='| -d' ;;
    find) refused='| -printf' ;;
    grep) refused='| -P' ;;
    mktemp) refused='| -p' ;;
    stat) refused='| -c' ;;
    tail) refused='| -s' ;;
  esac
  cat >"$1/$tool" <<END
#!/bin/sh
for word; do
  case \\$word in --[a-z]* $refused)
    echo "$tool: illegal option \\$word" >&2
    exit 64 ;;
  esac
done
exec $real "\\$@"
END
  chmod +x "$1/$tool"
done
cat >"$1/shasum" <<'END'
#!/bin/sh
shift 2
exec /usr/bin/sha256sum "$@"
END
chmod +x "$1/shasum"
for tool in nix nix-store nix-env nix-instantiate; do
  real=$(command -v "$tool") || continue
  ln -s "$real" "$1/$tool"
done
`
