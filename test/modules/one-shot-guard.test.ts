import { readFile, rm, symlink } from "node:fs/promises"
import { expect, test } from "vitest"
import loader from "../../nix/modules/loader.sh"
import guard from "../../nix/modules/one-shot-guard.sh"
import { FakeRoot, runIn, shells } from "../host/local-shell.ts"

const store = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system"
const [candidate, old] = [`${store}-2`, `${store}-1`]
const folder = "nix/var/sdops/deploys/d-1234"
const mark = `${folder}/guard-reboot`

const record = {
  "boot-deadline": "90",
  "boot-id": "before",
  candidate,
  id: "d-1234",
  nonce: "n",
  state: "booting",
}

function written(edits: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ ...record, ...edits })
  return pairs.map(([key, value]) => `${key}=${value}\n`).join("")
}

function entry(n: number): Readonly<Record<string, string>> {
  const file = `boot/loader/entries/nixos-generation-${n}.conf`
  return { [file]: `options init=${store}-${n}/init quiet\n` }
}
const bootDefault = (n: number) => ({
  "boot/loader/loader.conf": `default nixos-generation-${n}.conf\n`,
})

type Files = Readonly<Record<string, string>>

const undoubted = {
  "proc/sys/kernel/random/boot_id": "now\n",
  [`${folder}/record`]: written(),
}

async function fill(root: FakeRoot, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) await root.put(path, text)
}

/** A host that booted the candidate; its programs write their calls. */
async function makeHost(files: Files, programs: Files = {}): Promise<FakeRoot> {
  const log = 'echo "${0##*/} $*" >>"${0%/*}/calls"'
  const root = await FakeRoot.make(
    {
      ...undoubted,
      ...entry(1),
      ...entry(2),
      ...bootDefault(1),
      ...files,
    },
    {
      // A timer of that name isn't there yet.
      systemctl: `${log}\ncase $* in *is-active*) exit 3 ;; esac`,
      "systemd-run": log,
      ...programs,
    },
  )
  await symlink(candidate, root.at("run/booted-system"))
  return root
}

async function run(root: FakeRoot, shell: readonly string[], words: string) {
  const text = `set -- ${words}\n${loader}\n${guard}`
  const path = root.at("system/sw/bin")
  const variables = { PATH: path, root: root.path, self: "/guard" }
  const ran = await runIn(shell, text, variables)
  const calls = await readFile(`${path}/calls`, "utf8").catch(() => "")
  const acts = calls.split("\n").filter((line) => !line.includes("is-active"))
  return { ...ran, calls: acts.join("\n") }
}

async function isMarked(root: FakeRoot): Promise<boolean> {
  const text = await readFile(root.at(mark), "utf8").catch(() => "")
  return text === "now\n"
}

const reboot = "systemctl --no-block reboot\n"
const strike = "strike d-1234"

const of = (edits: Files) => ({ [`${folder}/record`]: written(edits) })
const holding = (text: string) => ({ [`${folder}/record`]: text })

/** What is no reason to do anything. */
const harmless: Readonly<Record<string, Files>> = {
  "a committed record": of({ state: "committed" }),
  "a part of a record": holding("state=booting\n"),
  "a reboot had already": { [mark]: "earlier\n" },
  "another candidate": of({ candidate: old }),
  "another folder's record": of({ id: "d-5" }),
  "another state": of({ state: "gating" }),
  garbage: holding("\u0007state=booting booting\n\n==\n"),
  "no boot id": of({ "boot-id": "" }),
  "no candidate": of({ candidate: "" }),
  "no record": holding(""),
  "the same boot": of({ "boot-id": "now" }),
  "this boot's id gone": { "proc/sys/kernel/random/boot_id": "" },
}

for (const shell of shells) {
  const [name] = shell

  test(`${name}: in doubt nothing is done`, async () => {
    await using root = await makeHost({})
    for (const [what, files] of Object.entries(harmless)) {
      await rm(root.at(mark), { force: true })
      await fill(root, { ...undoubted, ...files })
      for (const words of ["arm", strike]) {
        const ran = await run(root, shell, words)
        expect(ran, `${what}: ${words}`).toMatchObject({ calls: "", exit: 0 })
      }
      expect(await isMarked(root), what).toBe(false)
    }
  })

  test(`${name}: a candidate that was booted once has a timer`, async () => {
    await using root = await makeHost({})
    const { calls, exit } = await run(root, shell, "arm")
    expect(exit).toBe(0)
    expect(calls).toMatch(/^systemd-run .* \/guard strike d-1234\n$/u)
    expect(calls).toContain(" --unit=sdops-one-shot-d-1234 --on-active=90s ")
    expect(calls).toContain(" --property=DefaultDependencies=no ")
  })

  test(`${name}: it goes back once, with a mark first`, async () => {
    await using root = await makeHost({})
    expect(await run(root, shell, strike)).toMatchObject({
      calls: reboot,
      exit: 0,
    })
    expect(await isMarked(root)).toBe(true)
    const again = await run(root, shell, strike)
    expect(again).toMatchObject({ calls: reboot, exit: 0 })
  })

  test(`${name}: it goes back from what its supervisor left`, async () => {
    for (const state of ["committing", "gating", "rolling-back"]) {
      await using root = await makeHost(
        of({ "boot-id": "now", goal: "reboot", state }),
      )
      const ran = await run(root, shell, strike)
      expect(ran, state).toMatchObject({ calls: reboot, exit: 0 })
    }
  })

  test(`${name}: it holds back the queue until it is decided`, async () => {
    await using root = await makeHost({})
    await run(root, shell, "arm")
    expect(await root.read("run/sdops/d-1234/queue-held")).toBe("")
  })

  test(`${name}: a boot default that is the candidate is final`, async () => {
    await using root = await makeHost(bootDefault(2))
    expect(await run(root, shell, strike)).toMatchObject({ calls: "", exit: 0 })
    expect(await isMarked(root)).toBe(false)
  })

  test(`${name}: a loader that can't be read gets one reboot`, async () => {
    await using root = await makeHost({ "boot/loader/loader.conf": "" })
    await run(root, shell, strike)
    const ran = await run(root, shell, strike)
    expect(ran).toMatchObject({ calls: reboot, exit: 0 })
  })
}

test("without a mark on the disk there is no reboot", async () => {
  await using root = await makeHost({}, { mv: "exit 1" })
  expect(await run(root, ["dash"], strike)).toMatchObject({
    calls: "",
    exit: 1,
  })
})

test("a timer that runs is left", async () => {
  await using root = await makeHost({}, { systemctl: "exit 0" })
  expect(await run(root, ["dash"], "arm")).toMatchObject({ calls: "", exit: 0 })
})

test("a timer that can't be made is told", async () => {
  await using root = await makeHost({}, { "systemd-run": "exit 1" })
  const ran = await run(root, ["dash"], "arm")
  expect(ran).toMatchObject({ calls: "", exit: 1 })
  expect(ran.stderr).toContain("no timer")
})

const deadlines = {
  "": 420,
  "-5": 420,
  "0": 420,
  "3600": 3600,
  "3601": 3600,
  "99999999999999999999": 3600,
  soon: 420,
}

test("a deadline is a number of seconds, an hour at most", async () => {
  await using root = await makeHost({})
  for (const [told, seconds] of Object.entries(deadlines)) {
    const text = written({ "boot-deadline": told })
    await fill(root, { [`${folder}/record`]: text })
    const { stderr } = await run(root, ["dash"], "arm")
    expect(stderr, told).toContain(`going back in ${seconds} s unless`)
  }
})
