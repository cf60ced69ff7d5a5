# secrets.sh: decrypts the host's secrets into RUNTIME_DIRECTORY.
# Arguments: NAME OWNER:GROUP MODE, for each. Exit: 1 when one can't be had;
# the others are placed all the same.
# shellcheck shell=sh
set -eu
umask 077
store=/nix/var/sdops/secrets
to=${RUNTIME_DIRECTORY:?}
code=0 kept=' '

place() {
  if [ ! -e "$store/$1.cred" ]; then
    echo "secret $1 isn't on this host" >&2
    return 1
  fi
  new=$to/.$1.new
  if ! systemd-creds decrypt --name="sdops-$1" "$store/$1.cred" - >"$new"; then
    rm -f "$new"
    echo "secret $1 can't be decrypted on this host" >&2
    return 1
  fi
  chown "$2" "$new" && chmod "$3" "$new" && mv -f "$new" "$to/$1"
}

while [ "$#" -ge 3 ]; do
  place "$1" "$2" "$3" || code=1
  kept="$kept$1 "
  shift 3
done
for file in "$to"/*; do
  case $kept in *" ${file##*/} "*) ;; *) rm -f "$file" ;; esac
done
exit "$code"
