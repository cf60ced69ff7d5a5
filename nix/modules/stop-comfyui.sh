# Interrupts ComfyUI's running job and waits until it has noticed, so that who
# waits for the job is told. SIGTERM, which systemd sends next, ends the process
# at once; SIGINT would abort it while torch works. What waits in the queue is
# lost either way: saving it is the deployment's matter.
# In: $1 the curl, $2 the URL. Exit: 0, always: a stop must go on.
# shellcheck shell=sh
curl=$1
url=$2

ask() { # curl's arguments
  "$curl" --insecure --max-time 2 --silent "$@"
}
# The id that stands first among the running.
running() {
  ask "$url/queue" | tr -d ' \n' |
    sed -n 's/^{"queue_running":\[\[[^,]*,"\([^"]*\)".*/\1/p'
}

job=$(running)
if [ -z "$job" ]; then exit 0; fi
ask --output /dev/null --request POST "$url/interrupt" || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if [ "$(running)" != "$job" ]; then exit 0; fi
  sleep 0.2
done
exit 0
