import { sayAdvice, there } from "../advice.ts"
import { entry } from "../entry.ts"

/** The older name of `store info`, which every release takes. */
const nix = "nix --extra-experimental-features nix-command"

export const cacheErrors = {
  cacheDeclared: entry<{ key: string; url: string }>({
    code: "SDOPS_CACHE_DECLARED",
    exit: "refused",
    about: "the fleet already has the cache, with another key",
    says: ({ key, url }) => `the fleet already trusts ${key} for ${url}`,
    help: ({ url }) => [`sdops cache remove ${url}`],
  }),
  cacheDenied: entry<{ host: string; reason: string; to: string }>({
    code: "SDOPS_CACHE_DENIED",
    exit: "failed",
    about:
      "a cache takes no upload from the host: its login is wrong or missing",
    says: ({ reason, to }) =>
      `${to} refuses the login of this host's Nix, or that it has none ` +
      `(${reason})`,
    help: () => ["sdops help cache push", there("nix --version")],
  }),
  cacheKeyUnfit: entry<{ key: string; path: string; why: string }>({
    code: "SDOPS_CACHE_KEY_UNFIT",
    exit: "refused",
    about: "the given key did not sign a path of the cache",
    says: ({ key, path, why }) => `${path} is not signed by ${key}: ${why}`,
    help: () => ["sdops help cache add"],
  }),
  cacheKeyUnknown: entry<{ names: readonly string[]; url: string }>({
    code: "SDOPS_CACHE_KEY_UNKNOWN",
    exit: "refused",
    about: "the cache's signing key is unknown",
    says: ({ names, url }) =>
      names.length > 0
        ? `the key of ${url} is unknown; its name is ${names.join(", ")}`
        : `the key of ${url} is unknown`,
    help: () => ["sdops help cache add"],
  }),
  cacheLogin: entry<{ status: number; url: string }>({
    code: "SDOPS_CACHE_LOGIN",
    exit: "refused",
    about: "a cache requires a login, which only hosts with a netrc have",
    says: ({ status, url }) =>
      `${url} requires a login (HTTP ${status}), which only hosts with a ` +
      "netrc have: pass its key with --key",
    help: () => ["sdops help cache add"],
  }),
  cachePush: entry<{ host: string; reason: string; step: string; to: string }>({
    code: "SDOPS_CACHE_PUSH",
    exit: "failed",
    about: "a closure could not be signed or uploaded",
    says: ({ reason, step, to }) => `${step} for ${to} failed: ${reason}`,
    help: ({ to }) => [
      // What two shells read.
      (place) =>
        place.login === undefined && place.host === undefined
          ? `${nix} store ping --store '${to}'`
          : sayAdvice(there(`${nix} store ping --store "'${to}'"`), place),
      "sdops cache push --help",
    ],
  }),
  cacheScheme: entry<{ host: string; scheme: string }>({
    code: "SDOPS_CACHE_SCHEME",
    exit: "failed",
    about: "the host's Nix was built without support for such a cache",
    says: ({ scheme }) => `this host's Nix can't open ${scheme}:// caches`,
    help: () => [there("nix --version"), "sdops help cache push"],
  }),
  cacheUndeclared: entry<{ known: readonly string[]; url: string }>({
    code: "SDOPS_CACHE_UNDECLARED",
    exit: "usage",
    about: "the fleet doesn't have that cache",
    says: ({ known, url }) =>
      known.length > 0
        ? `unknown cache ${url}: the fleet's caches are ${known.join(", ")}`
        : `unknown cache ${url}: the fleet has no caches`,
    help: () => ["sdops cache list"],
  }),
  cacheUntrusted: entry<{ host: string; packages: readonly string[] }>({
    code: "SDOPS_CACHE_UNTRUSTED",
    exit: "refused",
    about: "a cache has heavy packages, but without a trusted signature",
    says: ({ packages }) =>
      `${packages.join(", ")} would be compiled: a cache has it, but without ` +
      "a trusted signature",
    help: ({ host }) => [
      `sdops cache check ${host}`,
      "sdops cache list",
      `sdops deploy ${host} --allow-heavy-builds`,
    ],
  }),
  keyFileExists: entry<{ file: string }>({
    code: "SDOPS_KEY_FILE_EXISTS",
    exit: "refused",
    about: "the file for a new signing key exists already",
    says: ({ file }) =>
      `${file} exists already, and keys are never overwritten`,
    help: () => ["sdops cache keygen --help"],
  }),
  keyFileFailed: entry<{ file: string; reason: string }>({
    code: "SDOPS_KEY_FILE",
    exit: "failed",
    about: "the file of a new signing key could not be written",
    says: ({ file, reason }) => `${file} could not be written: ${reason}`,
    help: () => ["sdops cache keygen --help"],
  }),
  notACache: entry<{ reason: string; url: string }>({
    code: "SDOPS_NOT_A_CACHE",
    exit: "failed",
    about: "a URL is not a binary cache, or doesn't answer this machine",
    says: ({ reason, url }) => `${url} is not a usable binary cache: ${reason}`,
    help: ({ url }) => [`curl -sSfL ${url}/nix-cache-info`],
  }),
  nothingToPush: entry<{ host: string; system: string }>({
    code: "SDOPS_NOTHING_TO_PUSH",
    exit: "failed",
    about: "the host lacks that system, or it contains nothing heavy",
    says: ({ system }) => `there is nothing to push: ${system}`,
    help: ({ host }) => [`sdops deploy ${host} --goal build`],
  }),
  signingKeyUnfit: entry<{ reference: string }>({
    code: "SDOPS_SIGNING_KEY",
    exit: "usage",
    about: "a secret is not a Nix signing key",
    says: ({ reference }) =>
      `the secret from ${reference.split(":")[0]}: is not a Nix signing key`,
    help: () => ["sdops cache keygen --help"],
  }),
}
