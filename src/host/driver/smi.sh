# smi.sh: what nvidia-smi tells of the GPUs, before and after.
# Inputs: run_folder, driver_limit (seconds).
# Outputs: smi_look, which sets smi_code, smi_gpus, smi_said; smi_lost;
# smi_news.
# needs: prelude scratch within
# shellcheck shell=sh disable=SC2034
: "${run_folder:?}" "${driver_limit:?}" "${nl:?}" "${text=}"

# smi_look WHEN SYSTEM: smi-WHEN gets a line "uuid version" for each GPU that
# answers, smi-WHEN-said all else that it printed. Its exit code alone says
# nothing of the GPUs: 14 is a warning.
smi_look() {
  smi_code=0
  within "$driver_limit" "$2/sw/bin/nvidia-smi" \
    --query-gpu=uuid,driver_version --format=csv,noheader \
    >"$run_folder/smi-text" 2>&1 || smi_code=$?
  smi_gpus='' smi_said=''
  while IFS= read -r smi_line || [ -n "$smi_line" ]; do
    if is_gpu "$smi_line"; then
      smi_gpus=$smi_gpus$smi_uuid' '$smi_version$nl
    else
      case $smi_line in *[![:space:]]*) smi_said=$smi_said$smi_line$nl ;; esac
    fi
  done <"$run_folder/smi-text" || true
  printf '%s' "$smi_gpus" >"$run_folder/smi-$1" || true
  printf '%s' "$smi_said" >"$run_folder/smi-$1-said" || true
  echo "$smi_code" >"$run_folder/smi-$1-code" || true
}

# is_gpu LINE: sets smi_uuid and smi_version.
is_gpu() {
  smi_uuid=${1%%,*} smi_version=${1#*,}
  case $smi_uuid in GPU-*[\ ,]*) return 1 ;; GPU-*) ;; *) return 1 ;; esac
  smi_version=${smi_version#"${smi_version%%[! ]*}"}
  smi_version=${smi_version%"${smi_version##*[! ]}"}
  case $smi_version in '' | [!0-9]* | *[!0-9.]*) return 1 ;; esac
}

# smi_lost: lost is the UUIDs of GPUs that answered before and don't now.
smi_lost() {
  lost=''
  file_text "$run_folder/smi-before"
  while read -r lost_uuid _; do
    case $nl$smi_gpus in
      *"$nl$lost_uuid "*) ;;
      *) lost="$lost${lost:+ }$lost_uuid" ;;
    esac
  done <<END
${text%"$nl"}
END
}

# smi_news: news is what it says now and didn't say before.
smi_news() {
  news=''
  file_text "$run_folder/smi-before-said"
  news_left=$smi_said
  while [ -n "$news_left" ]; do
    news_line=${news_left%%"$nl"*}
    news_left=${news_left#*"$nl"}
    has_line "$text" "$news_line" || news=$news${news:+$nl}$news_line
  done
}
