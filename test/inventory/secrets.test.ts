import { describe, expect, test } from "vitest"
import {
  flakeModule,
  requireReference,
} from "../../src/adopt/configuration/flake-module.ts"
import { secretInUrl } from "../../src/secret-in-url.ts"
import { indexFrom } from "../../src/upkeep/python-index.ts"
import { leastHost, problemsOf } from "./make-fleet.ts"

const word = "zq0123456789qz"

/** Addresses with a secret, and what of each is one. */
const secrets = [
  [`https://ada:${word}@example.org/a`, "a password"],
  [`https://${word}@example.org/a`, "a login"],
  [`https://x-access-token:${word}@github.com/a/b.tar.gz`, "a password"],
  [`https://example.org/a.tar.gz?private_token=${word}`, "private_token"],
  [`https://example.org/a?ref=main&Access-Token=${word}`, "Access-Token"],
  [`https://example.org/a?X-Amz-Signature=${word}`, "X-Amz-Signature"],
  [`https://example.org/a?sig=${word}`, "sig"],
] as const

/** The same for what flakes alone take. */
const flakes = [
  ...secrets,
  ...secrets.map(([url, what]) => [`git+${url}`, what] as const),
  [`tarball+https://ada:${word}@example.org/a.tar.gz`, "a password"],
  [`git+ssh://git:${word}@example.org/a`, "a password"],
  [`github:ada/nix?access_token=${word}`, "access_token"],
  [`hg+https://${word}@example.org/a`, "a login"],
] as const

const hash = `sha256: "${"0".repeat(64)}"`

/** Where people write addresses down; each gives what is said of one. */
const places: readonly {
  readonly place: string
  readonly takes: typeof flakes | typeof secrets
  readonly say: (url: string) => Promise<string> | string
}[] = [
  {
    place: "an input of the fleet",
    say: (url) => inventory(`inputs: {dots: "${url}"}`),
    takes: flakes,
  },
  { place: "hosts add --flake", say: thrown(flakeModule), takes: flakes },
  {
    place: "hosts add --flake, with an attribute",
    say: thrown((url) => flakeModule(`${url}#nixosModules.a`)),
    takes: flakes,
  },
  {
    place: "hosts add --nixpkgs",
    say: thrown(requireReference),
    takes: flakes,
  },
  { place: "nodes lock --index", say: thrown(indexFrom), takes: secrets },
  {
    place: "a cache",
    say: (url) => inventory(`caches: [{key: a, url: "${url}"}]`),
    takes: secrets,
  },
  {
    place: "a model",
    say: (url) =>
      inventory(
        "",
        `services: {comfyui: {models: {vae: ` +
          `{a: {format: pth, ${hash}, url: "${url}"}}}}}`,
      ),
    takes: secrets,
  },
]

describe.each(places)("$place", ({ say, takes }) => {
  test.each(takes)("takes no %s", async (url, what) => {
    expect(secretInUrl(url)).toContain(what)
    const said = await say(url)
    expect(said).toContain("a URL without")
    expect(said).toContain(what)
    expect(said).not.toContain(word)
  })
})

test.each([
  "git+ssh://git@github.com/ada/nix",
  "git+https://example.org/nix.git?ref=token-bucket&dir=keys",
  "github:ada/password-store",
  "https://example.org/nix.tar.gz?rev=00ff&narHash=sha256-ab",
])("%s is no secret", async (url) => {
  expect(await inventory(`inputs: {dots: "${url}"}`)).toBe("")
  expect(flakeModule(url)).toMatchObject({ reference: url })
})

async function inventory(fleet: string, host = ""): Promise<string> {
  const problems = await problemsOf({
    "hosts/fleet.yaml": `${fleet}\n`,
    "hosts/x.yaml": `${leastHost}${host}\n`,
  })
  return problems.join("\n")
}

function thrown(take: (url: string) => unknown) {
  return (url: string): string => {
    try {
      return `taken: ${String(take(url))}`
    } catch (error) {
      return String(error)
    }
  }
}
