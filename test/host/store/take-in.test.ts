import { once } from "node:events"
import { mkdir } from "node:fs/promises"
import { createServer } from "node:net"
import { expect, test } from "vitest"
import { takeIn } from "../../../src/host/store/hand-over-paths.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const path = (name: string) => `/nix/store/${"b".repeat(32)}-${name}`

/** What Nix is asked for where a host's daemon says so of root; or is none. */
async function asked(
  shell: readonly string[],
  trusted: string | undefined,
): Promise<readonly string[]> {
  await using root = await FakeRoot.make(
    { "nix/.keep": "" },
    {
      nix: `echo "$*" >>"\${0%/system/*}/asked"
      case "$*" in *" info "*) echo '${trusted}' ;; esac`,
      "nix-store": 'case "$*" in *--print-invalid*) shift 2; echo "$@" ;; esac',
    },
  )
  await using daemon = createServer()
  if (trusted !== undefined) {
    const folder = root.at("nix/var/nix/daemon-socket")
    await mkdir(folder, { recursive: true })
    daemon.listen(`${folder}/socket`)
    await once(daemon, "listening")
  }
  const taken = await takeIn(root.shell(shell), {
    cached: [],
    config: "",
    host: "lithium",
    hosts: "",
    onLine: () => {},
    paths: [path("a"), path("b")],
    store: "ssh-ng://root@neon",
    toplevel: path("b"),
  })
  expect(taken).toEqual({ exit: 0, lacks: false, missing: 1 })
  const lines = (await root.read("asked"))?.trim().split("\n") ?? []
  return lines.filter((line) => line.includes(" copy "))
}

test.for(
  shells.flatMap((shell) =>
    (
      [
        [undefined, "local"],
        ['{"trusted":1}', "daemon"],
        ['{"trusted":true,"url":"daemon"}', "daemon"],
        ['{"trusted":0}', "local"],
        ['{"trusted": false}', "local"],
      ] as const
    ).map((row) => [shell, ...row] as const),
  ),
)(
  "%s: with a daemon that says %s, all goes to %s at once",
  async ([shell, trusted, own]) => {
    const [copy, ...others] = await asked(shell, trusted)
    expect(others).toEqual([])
    expect(copy).toContain(`--from ssh-ng://root@neon --to ${own} `)
    expect(copy).toContain(`${path("a")} ${path("b")}`)
  },
)
