import { there } from "../advice.ts"
import { entry } from "../entry.ts"

/** The older name of `store info`, which every release takes. */
const nix = "nix --extra-experimental-features nix-command"

export const cacheErrors = {
  cacheDeclared: entry<{ key: string; url: string }>({
    code: "SDOPS_CACHE_DECLARED",
    exit: "refused",
    about: "the fleet has the cache already, with another key",
    says: ({ key, url }) => `the fleet trusts ${key} of ${url} already`,
    help: ({ url }) => [`sdops cache remove ${url}`],
  }),
  cacheKeyUnfit: entry<{ key: string; path: string; why: string }>({
    code: "SDOPS_CACHE_KEY_UNFIT",
    exit: "refused",
    about: "a path of the cache is not signed by the key that was given",
    says: ({ key, path, why }) => `${key} has not signed ${path}: ${why}`,
    help: () => ["sdops help cache add"],
  }),
  cacheKeyUnknown: entry<{ names: readonly string[]; url: string }>({
    code: "SDOPS_CACHE_KEY_UNKNOWN",
    exit: "refused",
    about: "nobody said which key the cache signs with",
    says: ({ names, url }) =>
      names.length > 0
        ? `the key of ${url} isn't known, only its name: ${names.join(", ")}`
        : `the key of ${url} isn't known`,
    help: () => ["sdops help cache add"],
  }),
  cacheLogin: entry<{ status: number; url: string }>({
    code: "SDOPS_CACHE_LOGIN",
    exit: "refused",
    about: "a cache wants a login, so only hosts with a netrc can ask it",
    says: ({ status, url }) =>
      `${url} wants a login (HTTP ${status}): only hosts with a netrc can ` +
      "ask it, so its key must be given, by --key",
    help: () => ["sdops help cache add"],
  }),
  cachePush: entry<{ host: string; reason: string; step: string; to: string }>({
    code: "SDOPS_CACHE_PUSH",
    exit: "failed",
    about: "a closure was not signed or not uploaded",
    says: ({ reason, step, to }) => `${step} for ${to} failed: ${reason}`,
    help: ({ to }) => [
      there(`${nix} store ping --store ${to}`),
      "sdops cache push --help",
    ],
  }),
  cacheUndeclared: entry<{ known: readonly string[]; url: string }>({
    code: "SDOPS_CACHE_UNDECLARED",
    exit: "usage",
    about: "the fleet has no such cache",
    says: ({ known, url }) =>
      known.length > 0
        ? `the fleet has no cache ${url}; there are ${known.join(", ")}`
        : `the fleet has no cache ${url}, nor any other`,
    help: () => ["sdops cache list"],
  }),
  cacheUntrusted: entry<{ host: string; packages: readonly string[] }>({
    code: "SDOPS_CACHE_UNTRUSTED",
    exit: "refused",
    about: "a cache has what is heavy, but signed by no key that is trusted",
    says: ({ packages }) =>
      `${packages.join(", ")} would be compiled: a cache has it, but its ` +
      `signature is not trusted`,
    help: ({ host }) => [
      `sdops cache check ${host}`,
      "sdops cache list",
      `sdops deploy ${host} --allow-heavy-builds`,
    ],
  }),
  keyFileExists: entry<{ file: string }>({
    code: "SDOPS_KEY_FILE_EXISTS",
    exit: "refused",
    about: "a signing key would replace a file",
    says: ({ file }) => `${file} exists; a key is never overwritten`,
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
    about: "a URL is no binary cache, or does not answer this machine",
    says: ({ reason, url }) => `${url} is not a usable binary cache: ${reason}`,
    help: ({ url }) => [`curl -sSfL ${url}/nix-cache-info`],
  }),
  nothingToPush: entry<{ host: string; system: string }>({
    code: "SDOPS_NOTHING_TO_PUSH",
    exit: "failed",
    about: "the host has no such system, or nothing heavy is in it",
    says: ({ system }) => `there is nothing to push: ${system}`,
    help: ({ host }) => [`sdops deploy ${host} --goal build`],
  }),
  signingKeyUnfit: entry<{ reference: string }>({
    code: "SDOPS_SIGNING_KEY",
    exit: "usage",
    about: "a secret is no signing key of Nix",
    says: ({ reference }) =>
      `what ${reference.split(":")[0]}: gave is not a signing key of Nix`,
    help: () => ["sdops cache keygen --help"],
  }),
}
