import { prepareBase } from "../base/base.ts"
import { down } from "../down.ts"
import { flavour } from "../flavours.ts"
import { processesOf } from "../machine/processes.ts"
import { requireLab } from "../requirements.ts"
import type { Lab } from "../settings.ts"
import { addressOf, hostNames, read } from "../state.ts"
import { up } from "../up.ts"
import type { Verb } from "./verb.ts"

const many = Number.POSITIVE_INFINITY

export const labVerbs: Readonly<Record<string, Verb>> = {
  base: {
    about: "makes what all hosts share, and nothing else",
    least: 0,
    most: 0,
    run: async (lab) => {
      await requireLab(lab)
      await prepareBase(lab)
    },
    usage: "base",
  },
  down: {
    about: "takes hosts away; all of them without a name",
    least: 0,
    most: many,
    run: async (lab, names) => {
      await Promise.all(names.map((name) => addressOf(lab, name)))
      await down(lab, names.length > 0 ? names : await hostNames(lab))
    },
    usage: "down [HOST …]",
  },
  status: {
    about: "the hosts, one a line",
    least: 0,
    most: 0,
    run: async (lab) => {
      for (const name of await hostNames(lab)) {
        console.log(await statusLine(lab, name))
      }
    },
    usage: "status",
  },
  up: {
    about: "brings hosts up: NAME or NAME:FLAVOUR,… (--nixos: NixOS)",
    least: 1,
    most: many,
    run: async (lab, words) => {
      await requireLab(lab)
      const began = performance.now()
      const kind = words.includes("--nixos") ? "nixos" : "stand-in"
      const names = words.filter((word) => word !== "--nixos")
      const wanted = names.map((word) => {
        const [name = "", list] = word.split(":")
        return { flavours: list?.split(",").map(flavour), kind, name } as const
      })
      await up(lab, wanted)
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.error(`${names.join(", ")}: up in ${seconds} s`)
    },
    usage: "up HOST … [--nixos]",
  },
}

async function statusLine(lab: Lab, name: string): Promise<string> {
  const [address, boots, flavours, power, processes] = await Promise.all([
    read(lab, name, "address"),
    read(lab, name, "boots"),
    read(lab, name, "flavours"),
    read(lab, name, "power"),
    processesOf(lab, name),
  ])
  const state = processes?.leader === undefined ? "off" : "on"
  const facts = [
    `${name.padEnd(9)} ${(address ?? "?").padEnd(15)} ${state}`,
    `power ${power}, ${boots ?? 0} boots`,
    ...(flavours ? [flavours.replaceAll("\n", ", ")] : []),
  ]
  return facts.join(" · ")
}
