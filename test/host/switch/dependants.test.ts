import { expect, test } from "vitest"
import dryActivateScript from "../../../src/host/switch/dry-activate.sh"
import { parseFacts } from "../../../src/host/facts.ts"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

/** Unit → the units that systemd stops or restarts with it. */
const required: Readonly<Record<string, string>> = {
  "a.service": "RequiredBy=b.service multi-user.target",
  "b.service": "BoundBy=c.service a.service",
  "c.service": "ConsistsOf=d.service",
  "mnt-x.mount": "RequiredBy=on-x.service",
  "remote-fs.target": "RequiredBy=reader.service",
  "sysinit-reactivation.target": "ConsistsOf=early.service",
}

const cases = {
  "what is restarted": "would restart the following units: a.service",
  "what is started or reloaded":
    "would reload the following units: a.service\n" +
    "would start the following units: mnt-x.mount",
  "what is stopped": "would stop the following units: c.service, mnt-x.mount",
}

/** Shows what of `required` it is asked for. */
const systemctl = `
  [ "$1" != is-active ] || echo active
  [ "$1" = show ] || exit 0
  for unit; do
    case $unit in
      ${Object.entries(required)
        .map(([unit, line]) => `${unit}) echo "${line}" ;;`)
        .join("\n")}
    esac
  done`

const targets = {
  "other.target": "[Unit]\nDescription=X-StopOnReconfiguration=yes\n",
  "remote-fs.target": "[Unit]\nX-StopOnReconfiguration=true\n",
}

test.for(
  shells.flatMap((shell) =>
    Object.entries(cases).map(([what, said]) => [shell, what, said] as const),
  ),
)("%s: who goes with %s", async ([shell, , said]) => {
  const files = Object.entries(targets).map(
    ([name, text]) => [`system/etc/systemd/system/${name}`, text] as const,
  )
  await using root = await FakeRoot.make(
    { "proc/uptime": "100.00 1.0\n", ...Object.fromEntries(files) },
    { systemctl },
  )
  const script = `#!/bin/sh\ncat <<'END'\n${said}\nEND\n`
  await root.put("system/bin/switch-to-configuration", script, 0o755)
  const { stdout } = await runIn(shell, dryActivateScript, {
    candidate: root.at("system"),
    limit: "5",
    lock_limit: "0",
    root: root.path,
  })
  const told = parseFacts(stdout)?.get("dependants")?.split("\n") ?? []
  const always = ["early.service", "reader.service"]
  expect(told.toSorted()).toEqual([...always, ...goneWith(said)].toSorted())
})

/** The same, of the table. */
function goneWith(said: string): readonly string[] {
  const line = /would (?:restart|stop) the following units: (.*)/.exec(said)
  const gone = new Set<string>()
  const first = line?.[1]?.split(", ") ?? []
  const left = [...first]
  for (let unit = left.pop(); unit !== undefined; unit = left.pop()) {
    const [, names = ""] = (required[unit] ?? "").split("=")
    for (const name of names.split(" ").filter(Boolean)) {
      if (gone.has(name) || first.includes(name)) continue
      gone.add(name)
      left.push(name)
    }
  }
  return [...gone]
}

test("the table knows of more than one step", () => {
  const said = cases["what is restarted"]
  expect(goneWith(said)).toContain("d.service")
})
