import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  armor,
  Encrypter,
  generateIdentity,
  identityToRecipient,
} from "age-encryption"
import { afterEach, beforeEach, expect, test } from "vitest"
import { resolveSecret } from "../../src/secret-reference.ts"
import { patient } from "../files/patient.ts"
import { leastHost, load } from "./make-fleet.ts"

const secret = "zq-geheim-0123"
let folder = ""
let key = ""
let sealed: Uint8Array
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-age-"))
  key = await generateIdentity()
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(key))
  sealed = await encrypter.encrypt(`${secret}\n`)
  await writeFile(join(folder, "binary.age"), sealed)
  await writeFile(join(folder, "armoured.age"), armor.encode(sealed))
})
afterEach(() => rm(folder, { force: true, recursive: true }))

const resolved = (name: string, environment: NodeJS.ProcessEnv) =>
  resolveSecret(`age:${join(folder, name)}`, {
    ...patient,
    environment: { HOME: folder, ...environment },
  })

test.each(["binary.age", "armoured.age"])("%s gives its text", async (name) => {
  const found = await resolved(name, { SDOPS_AGE_KEY: key })
  expect([found.reveal(), String(found)]).toEqual([secret, "[redacted]"])
})

test("a file of keys, as age-keygen writes it, is read", async () => {
  const file = join(folder, "keys.txt")
  const other = await generateIdentity()
  await writeFile(file, `# created: now\n${other}\n\n# mine\n${key}\n`)
  const found = await resolved("binary.age", { SDOPS_AGE_KEY_FILE: file })
  expect(found.reveal()).toBe(secret)
})

test.each([
  ["no key", "binary.age", () => ({}), /your key isn't in .*age\.key/],
  ["no such file", "none.age", () => ({ SDOPS_AGE_KEY: key }), /can't be read/],
  [
    "a key of SSH",
    "binary.age",
    () => ({ SDOPS_AGE_KEY: "ssh-x" }),
    /age's own/,
  ],
  ["a cut file", "cut.age", () => ({ SDOPS_AGE_KEY: key }), /no whole file/],
  ["no file of age", "plain.age", () => ({ SDOPS_AGE_KEY: key }), /no whole/],
])("%s is told, and nothing of the value", async (_, name, keys, why) => {
  await writeFile(join(folder, "cut.age"), sealed.slice(0, -5))
  await writeFile(join(folder, "plain.age"), secret)
  const refused = resolved(name, keys())
  await expect(refused).rejects.toMatchObject({
    because: [expect.stringMatching(why)],
    code: "SDOPS_SECRET_MISSING",
  })
  const error = await refused.catch((error: unknown) => error)
  expect(JSON.stringify(error) + String(error)).not.toContain(secret)
})

test("another's key is told as that", async () => {
  const SDOPS_AGE_KEY = await generateIdentity()
  await expect(resolved("binary.age", { SDOPS_AGE_KEY })).rejects.toMatchObject(
    {
      because: ["it is encrypted for other keys than yours"],
    },
  )
})

test("decrypting leaves no file", async () => {
  const before = await readdir(folder)
  await resolved("binary.age", { SDOPS_AGE_KEY: key })
  expect(await readdir(folder)).toEqual(before)
})

test("the inventory's files are named from the fleet's folder", async () => {
  const reference = "age:hosts/x/token.age"
  const fleet = await load({
    "hosts/fleet.yaml": `model-sites: { civitai: { token: "${reference}" } }\n`,
    "hosts/x.yaml":
      `${leastHost}secrets: { token: { from: "${reference}" } }\n` +
      `sudo-password: ${reference}\n`,
  })
  const placed = `age:${join(fleet.root, "hosts/x/token.age")}`
  const host = fleet.hosts.get("x")
  expect(host?.secrets["token"]?.from).toBe(placed)
  expect(host?.sudoPassword).toBe(placed)
  expect(fleet.modelSites.civitai?.token).toBe(placed)
})
