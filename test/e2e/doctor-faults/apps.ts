import { type HostFault, says } from "./fault.ts"

const pid = "$(systemctl show -P MainPID comfyui.service)"
const queue = "/nix/var/sdops/queue"
const dropIn = "/run/systemd/system/comfyui.service.d"
const database = "/var/lib/comfyui/user/comfyui.db"
const made = `python3 -c 'import sqlite3
sqlite3.connect("${database}").execute("create table moose (x)")'`

/** Restarts ComfyUI, and waits until it answers. */
export const startAgain = `systemctl daemon-reload
  systemctl restart comfyui.service
  for _ in $(seq 300); do
    ! curl -s -o /dev/null localhost:8188/system_stats || exit 0
    sleep 0.1
  done
  exit 1`

/** Of ComfyUI. */
export const appFaults: readonly HostFault[] = [
  [
    "app/unit bad",
    "a stopped app",
    "systemctl stop comfyui.service",
    startAgain,
  ],
  [
    "app/api bad",
    "an app that stands still",
    `kill -STOP ${pid}`,
    `kill -CONT ${pid}`,
  ],
  [
    "app/options warn",
    "an app that somebody starts with other options",
    `mkdir -p ${dropIn}
    { printf '[Service]\\nExecStart=\\nExecStart='
      sed -n 's/^ExecStart=\\(.*\\)/\\1 --cpu-vae/p' \
        /etc/systemd/system/comfyui.service
    } >${dropIn}/moose.conf
    ${startAgain}`,
    `rm -r ${dropIn}; ${startAgain}`,
  ],
  [
    "app/port warn",
    "an app that serves its own machine alone",
    `mkdir -p ${dropIn}
    { printf '[Service]\\nExecStart=\\nExecStart='
      sed -n 's/^ExecStart=\\(.*\\)/\\1 --listen 127.0.0.1/p' \
        /etc/systemd/system/comfyui.service
    } >${dropIn}/moose.conf
    ${startAgain}`,
    `rm -r ${dropIn}; ${startAgain}`,
  ],
  [
    "app/device-access bad",
    "a unit that may open no devices",
    `mkdir -p ${dropIn}
    printf '[Service]\\nDevicePolicy=closed\\n' >${dropIn}/moose.conf
    systemctl daemon-reload`,
    `rm -r ${dropIn}; systemctl daemon-reload`,
  ],
  [
    "app/firewall warn",
    "a firewall that keeps the app's port",
    `nft -f - <<-end
      table inet moose {
        chain input {
          type filter hook input priority -10;
          iifname != "lo" tcp dport 8188 drop
        }
      }
    end`.replaceAll(/^ +/gmu, ""),
    "nft delete table inet moose",
  ],
  [
    "app/models warn",
    "a link to a model that is gone",
    `mkdir -p /var/lib/comfyui/models/loras
    ln -s /nowhere /var/lib/comfyui/models/loras/own.pt`,
    "rm /var/lib/comfyui/models/loras/own.pt",
  ],
  says("app/database bad", "a database that is something else", [
    database,
    "moose\\n",
  ]),
  ["app/database bad", "a database that root has made", made, `rm ${database}`],
  [
    "app/database warn",
    "a database that somebody keeps locked",
    `${made}; chown comfyui ${database}
    systemd-run -q --unit=moose -p Type=notify -p NotifyAccess=all \
      python3 -c 'import sqlite3, subprocess, time
held = sqlite3.connect("${database}", isolation_level=None)
held.execute("begin exclusive")
subprocess.run(["systemd-notify", "--ready"])
time.sleep(600)'`,
    `systemctl stop moose.service; rm ${database}`,
  ],
  [
    "app/queue warn",
    "jobs that nobody gave back",
    `mkdir -p ${queue}; echo '{}' >${queue}/1.json`,
    `rm ${queue}/1.json`,
  ],
  [
    "app/queue warn",
    "jobs that the app refused",
    `mkdir -p ${queue}/refused; echo '{}' >${queue}/refused/1.json`,
    `rm ${queue}/refused/1.json`,
  ],
]
