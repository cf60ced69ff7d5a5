import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Config, Parser } from "@oclif/core"
import { beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { type Advice, sayAdvice } from "../../src/errors/advice.ts"
import { catalogue } from "../../src/errors/catalogue.ts"
import { built, root } from "../cli/sdops.ts"
import { sampleDetails } from "./samples.ts"

/** What may be typed that isn't sdops: on any Mac or Linux, as it stands. */
const programs = [
  "${EDITOR:-vi}",
  "[",
  "curl",
  "du",
  "echo",
  "export",
  "git",
  "grep",
  "ls",
  "ps",
  "read",
  "rm",
  "scp",
  "ssh",
  "ssh-add",
  "ssh-copy-id",
  "ssh-keygen",
  "ssh-keyscan",
]

let config: Config
beforeAll(async () => {
  await built()
  config = await Config.load(root)
}, 60_000)

/** Why a line can't be typed as it stands; undefined when it can. */
async function unfit(line: string): Promise<string | undefined> {
  if (/…|<\w+>|\b(?:DERIVATION|FILE|FOLDER|HOST|NAME|URL)\b/.test(line))
    return "a placeholder is left"
  const [command = "", comment = ""] = line.split(/ {3}# /)
  const [program = "", ...words] = command.split(" ")
  if (/^[A-Z_]+=\S+$/.test(program)) return unfit(words.join(" "))
  if (program === "sdops") return unfitWords(words)
  if (programs.includes(program)) return undefined
  // What to write into a file says which file that is.
  const isYaml = /^[a-z0-9-]+: \S/.test(command)
  if (isYaml && /hosts\/[a-z-]+\.yaml|the host$/.test(comment)) {
    const value: unknown = parse(command)
    return typeof value === "object" ? undefined : "no YAML"
  }
  return `${program} is neither sdops nor on every machine`
}

async function unfitWords(words: string[]): Promise<string | undefined> {
  if (["--help", "--version"].includes(words[0] ?? "")) return undefined
  if (words.at(-1) === "--help") {
    const topic = words.slice(0, -1).join(":")
    const known = config.findCommand(topic) ?? config.findTopic(topic)
    return known === undefined ? "no such page of help" : undefined
  }
  const found = [2, 1].flatMap((count) => {
    const command = config.findCommand(words.slice(0, count).join(":"))
    return command === undefined ? [] : [{ command, count }]
  })[0]
  if (found === undefined) return "no such command"
  const loaded = await found.command.load()
  const { args, baseFlags, flags, strict } = loaded
  try {
    await Parser.parse(words.slice(found.count), {
      args,
      flags: { ...baseFlags, ...flags },
      strict,
    })
    return undefined
  } catch (error) {
    return String(error)
  }
}

const entries = Object.entries(catalogue) as [
  string,
  { help: (details: unknown) => readonly Advice[] },
][]

describe("what an error says to try can be typed as it stands", () => {
  test.each(entries)("%s", async (_, { help }) => {
    const login = "ops@lithium.lan"
    const advice = help(sampleDetails)
    expect(advice.length).toBeGreaterThan(0)
    for (const place of [{ host: "lithium", login }, { host: "lithium" }, {}]) {
      for (const one of advice) {
        const line = sayAdvice(one, place)
        // Where no host is known, it is this machine that is looked at.
        if (place.host === undefined && typeof one !== "string") continue
        expect([line, await unfit(line)]).toEqual([line, undefined])
      }
    }
  })
})

/** What a pattern's last group finds in the sources, and where. */
function inSources(pattern: RegExp): readonly (readonly [string, string])[] {
  const files = readdirSync(join(root, "src"), { recursive: true })
    .map(String)
    .filter(
      // Those of the catalogue are made whole above.
      (file) => file.endsWith(".ts") && !file.startsWith("errors/entries/"),
    )
  return files.flatMap((file) => {
    const text = readFileSync(join(root, "src", file), "utf8")
    return [...text.matchAll(pattern)].map(
      (found) => [file, found.at(-1) ?? ""] as const,
    )
  })
}

test("so can what a mistake on the command line is told to try", async () => {
  const told = inSources(/\btry: \[([^\]]*)\]/g).flatMap(([file, list]) =>
    [...list.matchAll(/(["`])([\w$[](?:(?!\1).)*)\1/g)].map(
      ([, , line = ""]) => [file, line] as const,
    ),
  )
  expect(told.length).toBeGreaterThan(15)
  const judged = told.map(async ([file, template]) => {
    const line = template.replaceAll(/\$\{[^{}]*\}/g, "plan")
    const why = await unfit(line)
    return why === undefined ? [] : [[file, line, why]]
  })
  expect((await Promise.all(judged)).flat()).toEqual([])
})

test("so can every command line of sdops that the sources hold", async () => {
  const lines = inSources(/(["`])(sdops [^"`]*[^"`\\])\1/g)
  expect(lines.length).toBeGreaterThan(30)
  const judged = lines.map(async ([file, template]) => {
    // Prose may begin so, too.
    const word = template.split(" ")[1] ?? ""
    if (!config.findCommand(word) && !config.findTopic(word)) return []
    const line = template.replaceAll(/\$\{[^{}]*\}/g, "lithium")
    const why = await unfit(line)
    return why === undefined ? [] : [[file, line, why]]
  })
  expect((await Promise.all(judged)).flat()).toEqual([])
})
