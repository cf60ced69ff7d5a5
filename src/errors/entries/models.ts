import { there } from "../advice.ts"
import { entry } from "../entry.ts"

export const modelErrors = {
  modelDeclared: entry<{
    again: string
    at: string
    host: string
    name: string
  }>({
    code: "SDOPS_MODEL_DECLARED",
    exit: "refused",
    about: "a host declares another file by that name",
    says: ({ at }) => `another file is already declared as ${at}`,
    help: ({ again, host }) => [again, `sdops models list ${host}`],
  }),
  modelDisk: entry<{ file: string; host: string; reason: string }>({
    code: "SDOPS_MODEL_DISK",
    exit: "refused",
    about: "a host's disk has no room for a model",
    says: ({ file, reason }) => `${file} was not fetched: ${reason}`,
    help: ({ host }) => [
      there("df -h /nix"),
      there("nix-collect-garbage --delete-older-than 30d"),
      `sdops models prefetch ${host}`,
    ],
  }),
  modelFolder: entry<{ tries: readonly string[]; name: string }>({
    code: "SDOPS_MODEL_FOLDER",
    exit: "usage",
    about: "neither the site nor the file says which folder a model belongs in",
    says: ({ name }) =>
      `neither the site nor the file says which folder ${name} belongs in`,
    help: ({ tries }) => tries,
  }),
  modelGated: entry<{ again: string; page: string; why: string }>({
    code: "SDOPS_MODEL_GATED",
    exit: "refused",
    about:
      "a model is only for accounts that accepted its terms or paid for it",
    says: ({ page, why }) => `${why}: open ${page} and sign in there`,
    help: ({ again }) => [`${again}   # afterwards`],
  }),
  modelLogin: entry<{
    again: string
    /** What the site said, in a few words. */
    reason: string
    site: string
    tokens: string
    variable: string
  }>({
    code: "SDOPS_MODEL_LOGIN",
    exit: "refused",
    about: "a model site requires a token, or rejects the one it got",
    says: ({ reason, site, tokens }) =>
      `${site} requires a token (${reason}); you get one at ${tokens}`,
    help: ({ again, variable }) => [
      `read -rs ${variable} && export ${variable}`,
      again,
    ],
  }),
  modelMissing: entry<{
    tries: readonly string[]
    reason: string
    url: string
  }>({
    code: "SDOPS_MODEL_MISSING",
    exit: "failed",
    about: "a model site has no such model, version, revision or file",
    says: ({ reason, url }) => `${url}: ${reason}`,
    help: ({ tries, url }) =>
      tries.length > 0 ? tries : [`curl -sSIL '${url}'`],
  }),
  modelNotFetched: entry<{
    file: string
    host: string
    reason: string
    url: string
  }>({
    code: "SDOPS_MODEL_NOT_FETCHED",
    exit: "failed",
    about: "a host could not fetch a model",
    says: ({ file, reason }) => `${file} was not fetched: ${reason}`,
    help: ({ host, url }) => [
      `curl -sSIL '${url}'`,
      `sdops models prefetch ${host}`,
    ],
  }),
  modelRateLimit: entry<{ seconds: number; site: string; url: string }>({
    code: "SDOPS_MODEL_RATE_LIMIT",
    exit: "failed",
    about: "a model site was asked too often and wants a longer wait",
    says: ({ seconds, site }) =>
      `${site} has been asked too often and wants to be left alone for ` +
      `${Math.ceil(seconds)} s`,
    help: ({ seconds }) => [
      `export SDOPS_LIMIT_SITE_PATIENCE=${Math.ceil(seconds) + 60}`,
      "sdops models add --help",
    ],
  }),
  modelSite: entry<{ reason: string; site: string; url: string }>({
    code: "SDOPS_MODEL_SITE",
    exit: "failed",
    about: "a model site doesn't answer, or not as its API should",
    says: ({ reason, site, url }) => `${site} failed: ${reason} (${url})`,
    help: ({ url }) => [`curl -sSIL '${url}'`],
  }),
  modelSource: entry<{
    tries: readonly string[]
    url: string
    why: string
  }>({
    code: "SDOPS_MODEL_SOURCE",
    exit: "usage",
    about: "an address leads to no model, or not to one of several",
    says: ({ url, why }) => `${url} leads to no model: ${why}`,
    help: ({ tries }) =>
      tries.length > 0 ? tries : ["sdops models add --help"],
  }),
  modelUndeclared: entry<{
    host: string
    meant: string | undefined
    name: string
  }>({
    code: "SDOPS_MODEL_UNDECLARED",
    exit: "usage",
    about: "a host doesn't declare that model",
    says: ({ host, meant, name }) =>
      meant === undefined
        ? `${host} declares no model ${name}`
        : `${host} declares no model ${name}; did you mean ${meant}?`,
    help: ({ host }) => [`sdops models list ${host}`],
  }),
  modelUnfit: entry<{ url: string; what: string }>({
    code: "SDOPS_MODEL_UNFIT",
    exit: "refused",
    about: "what a site sends is no sound model: a page, a part, an archive",
    says: ({ url, what }) => `${url} is no sound model: ${what}`,
    help: ({ url }) => [`curl -sSIL '${url}'`],
  }),
}
