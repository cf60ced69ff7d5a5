import { stripVTControlCharacters } from "node:util"

/** Nix colours parts of its messages even when stderr is no terminal. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
}
