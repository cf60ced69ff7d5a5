# xids.sh: faults (Xid) that NVIDIA's driver writes to the kernel's log, those
# since the activation.
# Inputs: run_folder. Outputs: xids_mark; xids_new, which sets xids, a line
# each.
# needs: prelude scratch
# shellcheck shell=sh disable=SC2034
: "${run_folder:?}" "${nl:?}" "${text=}"

# xids_mark: what the log has so far is not held against what follows. Where it
# can't be read, nothing will be.
xids_mark() {
  xids_log=$(timeout 10 journalctl --dmesg --boot --quiet --no-pager \
    --output=cat --lines=1 --show-cursor 2>/dev/null) || xids_log=unread
  case $xids_log in
    unread) xids_log=unread ;;
    *'-- cursor: '*) xids_log="cursor ${xids_log##*-- cursor: }" ;;
    *) xids_log=empty ;;
  esac
  printf '%s\n' "$xids_log" >"$run_folder/xids-mark" || true
}

# xids_new: without a mark, all of this boot, which then is the activation. 45
# is what a program leaves that was ended, as the activation ends the app.
xids_new() {
  xids=''
  file_text "$run_folder/xids-mark"
  set -- --boot
  case $text in
    unread*) return 0 ;;
    cursor*)
      text=${text#cursor }
      set -- "$@" "--after-cursor=${text%"$nl"}" ;;
  esac
  xids_log=$(timeout 10 journalctl --dmesg "$@" --quiet --no-pager \
    --output=cat 2>/dev/null | grep 'NVRM: Xid' | head -n 20 |
    cut -c 1-200) || true
  while IFS= read -r xids_line; do
    case $xids_line in
      *'NVRM: Xid ('*'): 45,'*) ;;
      *'NVRM: Xid ('*'): '[0-9]*) xids=$xids$xids_line$nl ;;
    esac
  done <<END
$xids_log
END
}
