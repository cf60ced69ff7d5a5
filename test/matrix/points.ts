import { whileStarting } from "../e2e/starting.ts"
import type { Moment } from "../e2e/watched.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { faultsFolder } from "./candidate.ts"
import { releaseJobs, releaseOnceSaved, saved } from "./jobs.ts"
import { on } from "./place.ts"
import type { Stage } from "./cell.ts"

/** Where a deployment stands still while something happens to it. */
export type Point = {
  /** At which sdops is held first. */
  readonly moment: Moment
  /**
   * Where it is the host that stands still, while sdops goes on: prepares
   * that, and answers how it is waited for and let go.
   */
  readonly onHost?: (host: LabHost) => Promise<Standing>
  /** What an app would do by itself, whatever has become of the rest. */
  readonly afterwards?: (host: LabHost) => Promise<unknown>
  /** Where sdops stands still: what the host must have come to meanwhile. */
  readonly reached?: (host: LabHost) => Promise<unknown>
}

export type Standing = {
  readonly goOn: () => Promise<unknown>
  readonly reached: () => Promise<unknown>
}

/** Until a script says something there. */
function until(host: LabHost, what: string, script: string): Promise<unknown> {
  const says = async () => (await host.exec(script)).stdout !== ""
  const options = { deadline: 90, every: 0.2, what: `${host.name}: ${what}` }
  return waitFor(says, options)
}

const stands = (name: string) => async (host: LabHost) => {
  await on(host, `: >/run/matrix/${name}`)
  const held = `/run/matrix/held-${name}`
  return {
    goOn: () => host.exec(["rm", "-f", held]),
    reached: () => until(host, name, `ls ${held} 2>/dev/null || true`),
  }
}

/** The boot loader's installer stands still before it writes, once. */
async function inCommit(host: LabHost): Promise<Standing> {
  const standing = await stands("commit")(host)
  const switcher = "/run/current-system/bin/switch-to-configuration"
  const found = `sed -n "s/.*INSTALL_BOOTLOADER='\\{0,1\\}\\([^ ']*\\).*/\\1/p"`
  await on(
    host,
    `installer=$(${found} ${switcher} | head -n 1)
    [ ! -e /run/installer.real ] || exit 0
    cp "$installer" /run/installer.real
    cat >/run/installer <<'END'
#!/bin/sh
if mv /run/matrix/commit /run/matrix/held-commit 2>/dev/null; then
  while [ -e /run/matrix/held-commit ]; do sleep 0.1; done
fi
exec /run/installer.real "$@"
END
    chmod +x /run/installer
    mount --bind /run/installer "$installer"`,
  )
  return standing
}

const holds = `${faultsFolder}/hold-posts`

function takePosts(host: LabHost): Promise<unknown> {
  return host.exec(["rm", "-f", holds])
}

/** The first saved job is on its way back to the app, which doesn't answer. */
async function inRestore(host: LabHost): Promise<Standing> {
  const committing = await inCommit(host)
  const posts = `grep -lzx '.*/prompt' /proc/[0-9]*/cmdline 2>/dev/null |
    while read -r file; do ! grep -qz curl "$file" || echo posts; done`
  return {
    goOn: () => takePosts(host),
    reached: async () => {
      await committing.reached()
      await on(host, `: >${holds}`)
      await committing.goOn()
      await until(host, "a saved job to be given back", posts)
    },
  }
}

/** What waits is on the disk, and the running job isn't over. */
async function inDrain(host: LabHost): Promise<Standing> {
  return {
    goOn: () => releaseJobs(host),
    reached: () =>
      until(host, "a saved queue", `if ${saved}; then echo it is; fi`),
  }
}

async function inLock(host: LabHost): Promise<Standing> {
  const { goOn, reached } = await whileStarting(host)
  return { goOn, reached }
}

/** Nobody has proven the candidate yet, whose app is there. */
async function atGate(host: LabHost): Promise<void> {
  // On a slow machine sdops has made contact before it stands still.
  await until(
    host,
    "the gate to wait for sdops",
    `grep -lE '^phase=(contact|acknowledgement)' \
      /nix/var/sdops/deploys/*/record || true`,
  )
  const answers = "curl -sf http://127.0.0.1:8188/queue || true"
  await until(host, "the candidate's app", answers)
}

export const points: Readonly<Record<Stage, Point>> = {
  activate: { moment: { stage: "activate" }, onHost: stands("activate") },
  build: { moment: { stage: "build" } },
  commit: { moment: { stage: "commit" }, onHost: inCommit },
  connect: { moment: { stage: "connect" } },
  drain: {
    afterwards: releaseOnceSaved,
    moment: { stage: "drain" },
    onHost: inDrain,
  },
  gate: { moment: { stage: "gate" }, reached: atGate },
  guard: { moment: { stage: "guard" } },
  lock: { moment: { stage: "lock" }, onHost: inLock },
  plan: { moment: { stage: "plan" } },
  probe: { moment: { stage: "probe" } },
  push: { moment: { stage: "push" } },
  report: { moment: { stage: "report" } },
  restore: {
    afterwards: takePosts,
    moment: { stage: "commit" },
    onHost: inRestore,
  },
}
