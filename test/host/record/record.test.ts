import fc from "fast-check"
import { expect, test } from "vitest"
import { parseRecord } from "../../../src/host/record/deploy-record.ts"
import lock from "../../../src/host/record/lock.sh"
import { FakeRoot, runIn, shells } from "../local-shell.ts"

const written =
  "id d-1234 state starting goal switch nonce n boot-id b candidate c " +
  "current o profile o generation 1 boot-default o booted o started 12"
const boot = { "proc/sys/kernel/random/boot_id": "b\n" }

async function write(root: FakeRoot, shell: readonly string[], lines: string) {
  const text = `${lock}\nmkdir -p "$directory"\n${lines}\n`
  const variables = { id: "d-1234", root: root.path }
  const ran = await runIn(shell, text, variables)
  expect(ran.stderr).toBe("")
  return ran.stdout
}

test.for(shells)("%s: a write keeps what it doesn't name", async (shell) => {
  await using root = await FakeRoot.make(boot)
  const lines = `record_set ${written}
    record_set state gating phase local
    record_set phase contact
    cat "$directory/record"`
  expect(parseRecord(await write(root, shell, lines))).toMatchObject({
    candidate: "c",
    phase: "contact",
    seq: 3,
    state: "gating",
  })
})

test("any text stays one value on one line", async () => {
  await using root = await FakeRoot.make(boot)
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary" }).filter((text) => !text.includes("\0")),
      async (text) => {
        const lines = `record_set ${written}
          record_set detail ${quoted(text)}
          cat "$directory/record"`
        const read = parseRecord(await write(root, ["dash"], lines))
        // What is left of it: printable, blanks for line ends.
        const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu
        expect(read?.detail).toBe(
          text.replaceAll(/[\n\t\r]/g, " ").replaceAll(control, ""),
        )
        expect(read?.nonce).toBe("n")
      },
    ),
    { numRuns: 15 },
  )
})

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

test.for(shells)("%s: the lock has one holder, with details", async (shell) => {
  await using root = await FakeRoot.make(boot)
  const lines = `lock_take ada why && echo taken
    (id=other; lock_take eve why || echo refused; lock_release)
    lock_holder && echo "$holder"
    lock_release
    [ -e "$lock" ] || echo free`
  expect(await write(root, shell, lines)).toBe("taken\nrefused\nd-1234\nfree\n")
})

test("a record that was cut short is no record", () => {
  expect(parseRecord("id=d-1\nstate=gating\n")).toBeUndefined()
  expect(parseRecord("")).toBeUndefined()
})
