// npm run lab -- VERB …: rehearsal hosts by hand. See README.md.
import { faultVerbs } from "./cli/fault-verbs.ts"
import { insideVerbs } from "./cli/inside-verbs.ts"
import { labVerbs } from "./cli/lab-verbs.ts"
import { powerVerbs } from "./cli/power-verbs.ts"
import type { Verb } from "./cli/verb.ts"
import { LabProblem } from "./problem.ts"
import { labFrom } from "./settings.ts"

const verbs: Readonly<Record<string, Verb>> = {
  ...labVerbs,
  ...insideVerbs,
  ...powerVerbs,
  ...faultVerbs,
}

process.exitCode = await main(process.argv.slice(2))

async function main([word, ...words]: readonly string[]): Promise<number> {
  if (word === undefined || word === "--help" || word === "help") {
    console.log(help())
    return 0
  }
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined
  if (verb === undefined) return refuse(`no such verb: ${word}`, 2)
  const { least, most, usage } = verb
  if (words.length < least || words.length > most) {
    return refuse(`usage: npm run lab -- ${usage}`, 2)
  }
  try {
    return (await verb.run(labFrom(process.env), words)) ?? 0
  } catch (error) {
    if (error instanceof LabProblem) return refuse(error.message, 1)
    throw error
  }
}

function refuse(sentence: string, code: number): number {
  console.error(`lab: ${sentence}`)
  return code
}

function help(): string {
  const rows = Object.values(verbs).map(
    ({ about, usage }) => `  ${usage.padEnd(40)}${about}`,
  )
  return ["npm run lab -- VERB …", "", ...rows].join("\n")
}
