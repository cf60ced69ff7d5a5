import type {
  GenerationsResult,
  ShownGeneration,
} from "../../../fleet/generations/result.ts"
import { type Line, lines } from "../../lines.ts"
import type { Theme } from "../../theme.ts"
import { sayFailure } from "../say-failure.ts"

/** From so many columns on there is room for whole versions. */
const roomy = 120

const heads = ["", "generation", "made", "NixOS", "driver", "apps", "by"]

/** The generations of each host, the newest first; `*` is the running one. */
export function generationsText(
  { hosts }: GenerationsResult,
  theme: Theme,
  columns: number,
): string {
  return hosts
    .map((host) => {
      if ("error" in host) return sayFailure(host.error, theme, columns)
      const wide = columns >= roomy
      const rows = host.generations.map((one) => rowOf(one, wide))
      const table = lines([{ cells: heads }, ...rows], columns)
      return `${theme.strong(host.host)}\n${table}`
    })
    .join("\n")
}

function rowOf(one: ShownGeneration, wide: boolean): Line {
  const { apps, driver, generation, made, nixos, uses, who } = one
  const next = uses.includes("boot-default") ? ", boots next" : ""
  return {
    cells: [
      uses.includes("current") ? "*" : "",
      `${generation}${next}`,
      `${made.slice(0, 16).replace("T", " ")} UTC`,
      (wide ? nixos : nixos?.slice(0, 5)) ?? "–",
      driver ?? "–",
      apps === undefined ? "not by sdops" : apps.join(", ") || "none",
      who ?? "–",
    ],
  }
}
