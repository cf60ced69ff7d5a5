import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { importHosts } from "../../../src/adopt/import/import.ts"
import { patient } from "../../files/patient.ts"

// What colmena and Nix answered on a rehearsal host is recorded in the test of
// test/e2e that asks them; here programs of their names answer the like.
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-import-"))
  await mkdir(join(folder, "bin"))
  const config = "Host *\n  User sshs-own\n"
  await writeFile(join(folder, "ssh-config"), config)
})
afterEach(() => rm(folder, { force: true, recursive: true }))

async function program(name: string, script: string): Promise<void> {
  const file = join(folder, "bin", name)
  await writeFile(
    file,
    `#!/bin/sh\nprintf '%s\\n' "$@" >'${file}.argv'\n${script}`,
  )
  await chmod(file, 0o755)
}

const answering = (name: string, answer: unknown) =>
  program(name, `cat <<'END'\n${JSON.stringify(answer)}\nEND\n`)

const argvOf = async (name: string) =>
  (await readFile(join(folder, "bin", `${name}.argv`), "utf8")).split("\n")

async function imported(source: "colmena" | "deploy-rs", path?: string) {
  const input = {
    dryRun: false,
    fleet: undefined,
    from: folder,
    only: [],
    path,
    source,
  }
  return importHosts(input, {
    ...patient,
    confirm: async () => {},
    emit: () => {},
    environment: {
      HOME: folder,
      PATH: `${folder}/bin:/usr/bin:/bin`,
      SDOPS_SSH_CONFIG: join(folder, "ssh-config"),
    },
  })
}

const node = {
  sshOptions: [],
  tags: [],
  targetHost: "x.lan",
  targetPort: null,
  targetUser: "root",
}

test("a hive's nodes: address, port, user, tags, and what is odd", async () => {
  await answering("colmena", {
    local: { ...node, targetHost: null },
    neon: {
      ...node,
      tags: ["web", "Web Of Lies", "web"],
      targetHost: "neon.lan",
      targetPort: 2222,
      targetUser: "ops",
    },
    "x.lan": { ...node, sshOptions: ["-J", "gate"], targetUser: null },
  })
  const result = await imported("colmena", "hive.nix")
  expect(result.added).toMatchObject([
    {
      address: "neon.lan",
      host: "neon",
      port: 2222,
      tags: ["web"],
      user: "ops",
    },
    { address: "x.lan", host: "x", tags: [], user: "sshs-own" },
  ])
  expect(result.added[0]?.notes).toEqual([
    'tags left out, which sdops can\'t take: "Web Of Lies"',
  ])
  expect(result.added[1]?.notes[0]).toContain("-J gate")
  expect(result.left).toEqual([
    { name: "local", why: "its deployment.targetHost is null" },
  ])
  const argv = await argvOf("colmena")
  expect(argv.slice(0, 4)).toEqual(["--config", "hive.nix", "eval", "-E"])
})

test("a user may be part of a node's address, as ssh takes it", async () => {
  const targetHost = "ada@neon.lan"
  await answering("colmena", {
    neon: { ...node, targetHost, targetUser: null },
  })
  const { added } = await imported("colmena")
  expect(added).toMatchObject([{ address: "neon.lan", user: "ada" }])
})

test.each([
  ["hive.nix", "hive.nix"],
  ["flake.nix", "flake.nix"],
  ["flake.nix hive.nix", "flake.nix"],
])("of a folder that has %s, colmena is given %s", async (has, given) => {
  await answering("colmena", {})
  await mkdir(join(folder, "fleet"))
  for (const name of has.split(" "))
    await writeFile(join(folder, "fleet", name), "{ }")
  await imported("colmena", "fleet")
  const [, config] = await argvOf("colmena")
  expect(config).toBe(join("fleet", given))
})

test("without colmena, Nix is asked about a flake's hive", async () => {
  await writeFile(join(folder, "flake.nix"), "{ }")
  await answering("nix", { neon: { ...node, targetHost: "neon.lan" } })
  const { added } = await imported("colmena")
  expect(added.map(({ host }) => host)).toEqual(["neon"])
  expect(await argvOf("nix")).toContain(`${folder}#colmenaHive.nodes`)
})

test.each([
  ["colmena", "colmena"],
  ["deploy-rs", "nix"],
] as const)("without its program, %s names %s", async (source, name) => {
  const refused = imported(source)
  await expect(refused).rejects.toMatchObject({
    code: "SDOPS_IMPORT_TOOL",
    message: expect.stringContaining(name),
  })
})

test("a deploy-rs flake's nodes, with what ssh's options say", async () => {
  const one = {
    hostname: "a.lan",
    profiles: ["system"],
    sshOpts: [] as string[],
    sshUser: "root",
  }
  await answering("nix", {
    a: { ...one, sshOpts: ["-p", "22", "-p2222"] },
    b: { ...one, hostname: "b.lan", sshOpts: ["-p2221", "-J", "gate"] },
    c: { ...one, hostname: "c.lan", sshOpts: ["-o", "Port=7"], sshUser: null },
    d: { ...one, hostname: "d.lan", profiles: ["home", "system"] },
    e: { ...one, hostname: "e.lan", profiles: ["home"] },
    f: { ...one, hostname: "f.lan", sshOpts: ["-lada"], sshUser: null },
    g: { ...one, hostname: "-oProxyCommand=x" },
  })
  const { added, left } = await imported("deploy-rs", "github:ada/nix")
  const short = added.map(({ host, notes, port, user }) => [
    host,
    port,
    user,
    ...notes,
  ])
  expect(short).toEqual([
    ["a", 22, "root"],
    ["b", 2221, "root", expect.stringContaining("-J gate")],
    ["c", 7, "sshs-own"],
    ["d", undefined, "root", "profiles left to deploy-rs: home"],
    ["f", undefined, "ada"],
  ])
  expect(left.map(({ name }) => name)).toEqual(["e", "g"])
  expect(await argvOf("nix")).toContain("github:ada/nix#deploy")
})

test.each([
  ["exit 3", "echo 'error: attribute missing' >&2; exit 3"],
  ["no JSON", "echo 'error: attribute missing' >&2; echo moose"],
  ["another shape", "echo 'error: attribute missing' >&2; echo '{\"a\":1}'"],
])("%s is told with the program's last lines", async (_, script) => {
  await program("colmena", script)
  await expect(imported("colmena")).rejects.toMatchObject({
    code: "SDOPS_IMPORT_SOURCE",
    evidence: ["error: attribute missing"],
  })
})
