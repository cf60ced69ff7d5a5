/** Where a host's files are; tests have them below a folder of their own. */
export type Place = { readonly root: string }

/** The loader's own folder on the ESP. */
export function loaderFolder({ root }: Place): string {
  return `${root}/boot/loader`
}

/** Stand for EFI variables, which no rehearsal host has. */
export const variables = {
  default: "default-variable",
  oneshot: "oneshot",
  selected: "selected",
} as const

export type Variable = keyof typeof variables
