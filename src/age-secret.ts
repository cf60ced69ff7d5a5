import { readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"

/** Why a file can't be decrypted: never with anything of what is in it. */
export class AgeProblem extends Error {}

/**
 * The text of a file that was encrypted with age, armoured or not; it is in
 * memory alone. The identity is `SDOPS_AGE_KEY`, or in the file that
 * `SDOPS_AGE_KEY_FILE` names, else in ~/.config/sdops/age.key, as age-keygen
 * writes it. Errors: `AgeProblem`.
 */
export async function decryptAge(
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new AgeProblem("the file can't be read", { cause })
  })
  const identities = await identitiesIn(environment)
  const { armor, Decrypter } = await import("age-encryption")
  const decrypter = new Decrypter()
  try {
    for (const identity of identities) decrypter.addIdentity(identity)
  } catch {
    throw new AgeProblem("an identity is none of age's own keys")
  }
  try {
    const text = bytes.toString("latin1")
    const isArmoured = text.trimStart().startsWith("-----BEGIN AGE")
    const sealed = isArmoured ? armor.decode(text) : new Uint8Array(bytes)
    return await decrypter.decrypt(sealed, "text")
  } catch (error) {
    const said = error instanceof Error ? error.message : ""
    throw new AgeProblem(
      /no identity matched/i.test(said)
        ? "it is encrypted for other keys than yours"
        : "it is no whole file of age",
    )
  }
}

async function identitiesIn(
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const { HOME, SDOPS_AGE_KEY: key, SDOPS_AGE_KEY_FILE: named } = environment
  const usual = join(HOME || homedir(), ".config", "sdops", "age.key")
  const file = named || usual
  const text =
    key ||
    (await readFile(file, "utf8").catch(() => {
      throw new AgeProblem(`your key isn't in ${file}`)
    }))
  const found = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
  if (found.length === 0) throw new AgeProblem("your key is empty")
  return found
}
