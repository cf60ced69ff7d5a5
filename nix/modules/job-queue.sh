# job-queue.sh: ComfyUI's jobs on the disk, a file each. What waits or runs is
# saved first and then taken out of the app by its id, never by a blanket clear;
# it is given back in order, with the same id and client. A file goes away only
# once the app has the job, or has done it, so that none is lost and none comes
# twice, wherever this is cut short.
# Also a part of the scripts that sdops sends, which is what `needs` is for.
# Inputs: state_root; tools, a folder with curl and jq; job_url.
# Outputs: jobs_on_disk, jobs_left, jobs_running, jobs_have_room, save_jobs,
# interrupt_job, forget_done, give_jobs (0: none is left).
# needs: prelude
# shellcheck shell=sh disable=SC2016
: "${state_root:?}" "${tools=}" "${job_url=}"
job_folder=$state_root/queue

# The job as it is posted. Without `number`, which the app counts from 0 again:
# an old one would come behind new jobs.
job_body='{prompt_id: .[1], prompt: .[2], extra_data: .[3]}
  + (if (.[4] | type) == "array"
     then {partial_execution_targets: .[4]} else {} end)
  + (if .[3].client_id? then {client_id: .[3].client_id} else {} end)'
# Images that sdops has made itself to prove an app have the job's id as client.
job_ours='((.[3].client_id? // null) == .[1])'

# ask_app PATH OPTION…: curl.
ask_app() {
  ask_path=$1
  shift
  timeout 25 "$tools/curl" --insecure --max-time 20 --noproxy '*' --silent \
    --header 'Expect:' "$@" "$job_url$ask_path" </dev/null 7>&- 9>&- 2>/dev/null
}

# with_jq OPTION… PROGRAM FILE…
with_jq() { "$tools/jq" "$@" </dev/null 7>&- 9>&- 2>/dev/null; }

# jobs_on_disk: how many files there are.
jobs_on_disk() {
  set -- "$job_folder"/[0-9]*.json
  [ -e "$1" ] || shift
  echo "$#"
}

# jobs_have_room: whether the disk takes another file.
jobs_have_room() {
  echo room >"$job_folder/check" 2>/dev/null &&
    [ "$(cat "$job_folder/check")" = room ]
}

# see_queue: into the file `seen`; 1 when the app doesn't tell.
see_queue() {
  ask_app /queue --fail --output "$job_folder/seen.new" &&
    with_jq -e '(.queue_running | type) == "array"
      and (.queue_pending | type) == "array"' "$job_folder/seen.new" \
      >"$job_folder/check" && mv -f "$job_folder/seen.new" "$job_folder/seen"
}

# jobs_left, jobs_running: how many jobs of others the app has in all, and
# running; empty when it doesn't tell.
jobs_left() { count_jobs '.queue_running + .queue_pending'; }
jobs_running() { count_jobs '.queue_running'; }
count_jobs() {
  mkdir -p "$job_folder"
  see_queue || return 0
  with_jq "[$1 | .[] | select($job_ours | not)] | length" "$job_folder/seen"
}

# list_disk: the file `disk` has {file, id} of each. What isn't JSON is set
# aside. 1 when the list can't be written: a full disk says nothing of a job.
list_disk() {
  true >"$job_folder/disk" || return 1
  set -- "$job_folder"/[0-9]*.json
  [ -e "$1" ] || return 0
  disk_line='{file: (input_filename | split("/") | last), id: .prompt_id}'
  with_jq -c "$disk_line" "$@" >"$job_folder/disk" && return 0
  for job_file in "$@"; do
    with_jq "$disk_line" "$job_file" >/dev/null ||
      mv -f "$job_file" "$job_file.bad"
  done
  true >"$job_folder/disk" || return 1
  set -- "$job_folder"/[0-9]*.json
  [ ! -e "$1" ] || with_jq -c "$disk_line" "$@" >"$job_folder/disk"
}

# last_number: of the files.
last_number() {
  last_file=000000
  for job_file in "$job_folder"/[0-9]*.json; do
    [ ! -e "$job_file" ] || last_file=${job_file##*/}
  done
  last_file=${last_file%.json}
  last_file=${last_file#"${last_file%%[!0]*}"}
  echo "${last_file:-0}"
}

# save_jobs: all that run or wait are on the disk, and none waits in the app any
# more. 1 when the app doesn't tell, or the disk is full.
save_jobs() {
  mkdir -p "$job_folder" && chmod 0700 "$job_folder" || return 1
  save_round=0
  while [ "$save_round" -lt 20 ]; do
    save_round=$((save_round + 1))
    list_disk || return 1
    see_queue || return 1
    with_jq -c --slurpfile disk "$job_folder/disk" "
      (.queue_running + (.queue_pending | sort_by(.[0], .[1])))[]
      | select($job_ours | not) | $job_body
      | select(.prompt_id as \$id | any(\$disk[]; .id == \$id) | not)" \
      "$job_folder/seen" >"$job_folder/fresh" || return 1
    if [ -s "$job_folder/fresh" ]; then write_fresh || return 1; fi
    list_disk || return 1
    with_jq -c --slurpfile disk "$job_folder/disk" \
      '{delete: [.queue_pending[][1] | select(. as $id
        | any($disk[]; .id == $id))]}' \
      "$job_folder/seen" >"$job_folder/delete" || return 1
    case $(cat "$job_folder/delete") in '{"delete":[]}') return 0 ;; esac
    ask_app /queue --fail --header 'Content-Type: application/json' \
      --data-binary "@$job_folder/delete" --output "$job_folder/check" ||
      return 1
  done
  return 1
}

# write_fresh: a file for each line, whole and on the disk before anything is
# taken out of the app.
write_fresh() {
  awk -v folder="$job_folder" -v number="$(last_number)" '{
    file = sprintf("%s/%06d.json", folder, ++number)
    print > (file ".new")
    if (close(file ".new") != 0) exit 1
    print file
  }' "$job_folder/fresh" >"$job_folder/names" || return 1
  set --
  while read -r job_file; do set -- "$@" "$job_file.new"; done \
    <"$job_folder/names"
  fresh_sum=$(exec sha256sum <"$job_folder/fresh")
  [ "$(cat "$@" | sha256sum)" = "$fresh_sum" ] || return 1
  sync "$@" 2>/dev/null || sync
  while read -r job_file; do
    mv -f "$job_file.new" "$job_file" || return 1
  done <"$job_folder/names"
  sync "$job_folder" 2>/dev/null || sync
}

# interrupt_job: the one that runs, which save_jobs has saved.
interrupt_job() {
  with_jq -c '{prompt_id: .queue_running[0][1]} | select(.prompt_id)' \
    "$job_folder/seen" >"$job_folder/interrupt" || return 0
  [ ! -s "$job_folder/interrupt" ] ||
    ask_app /interrupt --header 'Content-Type: application/json' \
      --data-binary "@$job_folder/interrupt" --output "$job_folder/check"
}

# forget_done [THERE]: takes away the files of jobs that the app has done, as
# its history says; one that was interrupted isn't done. With THERE also those
# that it has, running or waiting. 1 when it doesn't tell.
forget_done() {
  list_disk || return 1
  [ -s "$job_folder/disk" ] || return 0
  see_queue || return 1
  with_jq -r '"url = " + ($base + "/history/" + (.id | tostring | @uri)
    | tojson)' --arg base "$job_url" "$job_folder/disk" \
    >"$job_folder/addresses" || return 1
  timeout 60 "$tools/curl" --insecure --max-time 20 --noproxy '*' --silent \
    --fail --config "$job_folder/addresses" >"$job_folder/history" \
    </dev/null 7>&- 9>&- 2>/dev/null || return 1
  with_jq -r --arg there "${1:-}" --slurpfile seen "$job_folder/seen" \
    --slurpfile told "$job_folder/history" '
    ($told | add // {}) as $past
    | (if $there == "" then [] else
        [$seen[0] | (.queue_running + .queue_pending)[][1]] end) as $now
    | select((.id as $id | any($now[]; . == $id)) or
        ($past[.id | tostring] // empty
          | [.status.messages[]?[0]] | index("execution_interrupted") | not))
    | .file' "$job_folder/disk" >"$job_folder/names" || return 1
  while read -r job_file; do rm -f "$job_folder/$job_file"; done \
    <"$job_folder/names"
  sync "$job_folder" 2>/dev/null || sync
}

# give_jobs: in order, to an app that answers.
give_jobs() {
  [ "$(jobs_on_disk)" != 0 ] || return 0
  forget_done there || return 1
  for job_file in "$job_folder"/[0-9]*.json; do
    [ -e "$job_file" ] || continue
    give_job || return 1
    sync "$job_folder" 2>/dev/null || sync
  done
}

# post_job FILE: sets job_code; the answer is in the file `answer`.
post_job() {
  job_code=$(ask_app /prompt --header 'Content-Type: application/json' \
    --data-binary "@$1" --output "$job_folder/answer" \
    --write-out '%{http_code}') || job_code=000
}

# give_job: job_file's. One that the app refuses is kept aside, and said.
give_job() {
  post_job "$job_file"
  # Since 0.3.76 or so, ids must be UUIDs; older ones were any text.
  if [ "$job_code" = 400 ] &&
    grep -q '"invalid_prompt_id"' "$job_folder/answer"; then
    with_jq -c 'del(.prompt_id)' "$job_file" >"$job_folder/nameless"
    post_job "$job_folder/nameless"
  fi
  case $job_code in
    200) rm -f "$job_file" ;;
    500)
      # It answers so after it has taken the job, too.
      given_before=$(jobs_on_disk)
      forget_done there || return 1
      [ "$(jobs_on_disk)" -lt "$given_before" ] || refuse_job ;;
    4??) refuse_job ;;
    *) return 1 ;;
  esac
}

refuse_job() {
  mkdir -p "$job_folder/refused"
  say "ComfyUI refuses a saved job ($job_code): $(head -c 300 \
    "$job_folder/answer" | tr '\n' ' ')"
  mv -f "$job_file" "$job_folder/refused/$(date +%s)-${job_file##*/}"
}
