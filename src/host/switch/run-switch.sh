# run-switch.sh: runs a system's switch-to-configuration and leaves its exit
# code in a file, so that nobody has to hold a connection to systemd meanwhile.
# Inputs: $1 a system's store path, $2 the action, $3 the file, $4 the FIFO of
# who waits for it, which is open for reading and writing there.
# Outputs: the file, complete or absent. Exit: 0.
# needs: nothing
set -u
code=0
"$1/bin/switch-to-configuration" "$2" || code=$?
# Where there is no room, the code is lost, and not the empty word.
echo "$code" >"$3.new" && mv -f "$3.new" "$3"
[ ! -p "$4" ] || echo switched 1<>"$4"
exit 0
