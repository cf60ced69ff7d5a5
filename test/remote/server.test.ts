import { readFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { elevationOf } from "../../src/remote/server/elevation.ts"
import { serverOver } from "../../src/remote/server/server.ts"
import type { Session } from "../../src/remote/session.ts"
import { Secret } from "../../src/secret.ts"
import { runIn, shells } from "../host/local-shell.ts"
import { type Here, makeHere } from "./here.ts"

let here: Here
beforeAll(async () => {
  here = await makeHere()
})
afterAll(() => here[Symbol.asyncDispose]())

const root = { elevation: elevationOf("root"), output: 1 }
const options = { deadline: 20, during: "a test" }
const text = (script: string) => ({ ...options, script })

test.for([
  elevationOf("root"),
  elevationOf("ops"),
  elevationOf("ops", new Secret("rehearsal")),
])("asks everything by one session, as $by", async (elevation) => {
  const sent: string[] = []
  const server = serverOver(here.connection(sent), { ...root, elevation })
  const said: string[] = []
  for (const word of ["one", "two", "three"]) {
    const { stdout } = await server.ask(text(`echo ${word}; exit 3`))
    said.push(stdout)
  }
  expect(said).toEqual(["one\n", "two\n", "three\n"])
  expect(sent).toHaveLength(1)
})

test("answers in the order of asking, each with its own", async () => {
  const server = serverOver(here.connection(), root)
  const words = ["sleep 0.2; echo a", "echo b >&2", "cat; exit 5"]
  const asked = words.map((script) => server.ask(text(script)))
  expect(server.busy()).toBe(true)
  const [a, b, c] = await Promise.all(asked)
  expect([a?.stdout, b?.stderr, c?.exit]).toEqual(["a\n", "b\n", 5])
  expect(server.busy()).toBe(false)
})

test("no script changes what the next one finds", async () => {
  const server = serverOver(here.connection(), root)
  const script =
    "cd /; umask 0; set -eu; PATH=; word=1; f() { :; }; trap f EXIT"
  await server.ask(text(script))
  const found = await server.ask(
    text('echo "$-" "${word-none}" "$#"; command -v f; umask; pwd'),
  )
  expect(found.stdout).toMatch(/^\S* none 0\n0022\n\/\S+\n$/)
  expect(found.stdout).not.toMatch(/^[^ ]*[eu]/)
})

describe("a session that has ended", () => {
  test("meanwhile is opened anew, and nothing runs twice", async () => {
    const sessions: Session[] = []
    const connection = here.connection([], async (command) => {
      const session = await here.open(command)
      sessions.push(session)
      return session
    })
    const server = serverOver(connection, root)
    const file = join(here.folder, "runs")
    await server.ask(text("true"))
    sessions[0]?.stdin.end()
    await sessions[0]?.ended
    await server.ask(text(`echo run >>${file}`))
    expect(await readFile(file, "utf8")).toBe("run\n")
    expect(sessions).toHaveLength(2)
  })

  test("by a script takes its word, and the next one has another", async () => {
    const sent: string[] = []
    const server = serverOver(here.connection(sent), root)
    const ended = await server.ask(text("echo half; kill -9 $$"))
    expect(ended).toMatchObject({ exit: 137, stdout: "half\n" })
    expect((await server.ask(text("echo b"))).stdout).toBe("b\n")
    expect(sent).toHaveLength(2)
  })

  test("because of a deadline harms no other script", async () => {
    const server = serverOver(here.connection(), root)
    const late = server.ask({ ...text("exec sleep 60"), deadline: 0.2 })
    const next = server.ask(text("echo next"))
    await expect(late).rejects.toMatchObject({ code: "SDOPS_CONNECTION_LOST" })
    expect((await next).stdout).toBe("next\n")
  })
})

test("a lively script may last while it gives signs of life", async () => {
  const server = serverOver(here.connection(), root)
  const script = "for i in 1 2 3 4; do sleep 0.2; echo $i; done"
  const lively = { ...text(script), deadline: 0.6, lively: true }
  expect((await server.ask(lively)).stdout).toBe("1\n2\n3\n4\n")
  const silent = { ...lively, script: "echo a; exec sleep 60" }
  await expect(server.ask(silent)).rejects.toMatchObject({
    because: ["not done within 0.6 s"],
  })
})

test("where input is taken whole, each script has its session", async () => {
  const sent: string[] = []
  const connection = here.connection(sent, (command) =>
    here.open(`cat >${here.folder}/all; exec ${command} <${here.folder}/all`),
  )
  const server = serverOver(connection, root)
  expect((await server.ask(text("echo one"))).stdout).toBe("one\n")
  const soon = performance.now()
  expect((await server.ask(text("echo two"))).stdout).toBe("two\n")
  expect(performance.now() - soon).toBeLessThan(4000)
  expect(sent).toHaveLength(2)
})

test.for(shells)("%s unpacks what is large", async (shell) => {
  const serve = join(import.meta.dirname, "../../src/remote/server/serve.sh")
  const server = await readFile(serve, "utf8")
  const { requestLine } = await import("../../src/remote/server/request.ts")
  const value = "it's large\n\n".repeat(40_000)
  const line = requestLine("id", {
    ...text('printf %s "$value"; cat; exit 7\n'),
    stdin: "and so on",
    variables: { value },
  })
  expect(line.length).toBeLessThan(value.length / 20)
  const { stdout } = await runIn(shell, server + line)
  expect(stdout).toContain(`${value}and so onsdops-end-id\0${7}\0`)
  const cut = await runIn(shell, server + line.replace(/[A-Z]{2}/, ""))
  expect(cut.stdout).toContain(`sdops-end-id\0${127}\0`)
  expect(cut.stderr).toContain("the script did not arrive whole")
})

test.for(shells)("%s serves whatever a script is", async (shell) => {
  const serve = join(import.meta.dirname, "../../src/remote/server/serve.sh")
  const server = await readFile(serve, "utf8")
  const { requestLine } = await import("../../src/remote/server/request.ts")
  const property = fc.asyncProperty(
    fc.string({ maxLength: 200, unit: "binary" }),
    fc.uint8Array({ maxLength: 200 }),
    async (word, stdin) => {
      const value = word.replaceAll("\0", "")
      const script = 'printf %s "$value"; printf /; cat; exit 7\n'
      const line = requestLine("id", {
        ...text(script),
        stdin,
        variables: { value },
      })
      const broken = requestLine("b", text(`${value}\n)}'"\n`))
      const { stdout } = await runIn(shell, server + broken + line)
      const own = stdout.slice(stdout.indexOf("sdops-begin-id"))
      const said = Buffer.from(stdin).toString()
      expect(own).toMatch(/^sdops-begin-id \d+\n/)
      const body = own.slice(own.indexOf("\n") + 1)
      expect(body).toBe(`${value}/${said}sdops-end-id\0${7}\0`)
    },
  )
  await fc.assert(property, { numRuns: 20 })
})
