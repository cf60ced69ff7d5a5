import { cacheKey } from "./inventory.ts"

const hash = "d".repeat(32)
const settings = "/root/.config/nix/nix.conf"

/** A path that a cache gets after a host has missed it there. */
export const missed = {
  /** Of the cache. */
  file: `/${hash}.narinfo`,
  name: `${hash}-torch`,
  narinfo: Buffer.from(
    `StorePath: /nix/store/${hash}-torch\nURL: nar/x.nar\n` +
      `Compression: none\nNarHash: sha256:${"0".repeat(52)}\n` +
      "NarSize: 120\nReferences: \n",
  ),
}

/** Has a host ask a cache from now on, whose key it doesn't trust. */
export function asksUntrusted(url: string): string {
  return `mkdir -p /root/.config/nix
    printf 'extra-substituters = %s\\n' ${url} >${settings}`
}

/** Has a host ask a cache for it; from then on it asks that cache. */
export function asks(url: string): string {
  return `${asksUntrusted(url)}
    printf 'extra-trusted-public-keys = %s\\n' ${cacheKey} >>${settings}
    export NIX_REMOTE=${url}
    ! nix-store --check-validity /nix/store/${missed.name} 2>/dev/null`
}

/** Ends what `asks` has begun. */
export const asksNoMore = `rm -f ${settings}`
