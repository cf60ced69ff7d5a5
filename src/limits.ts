/**
 * Every deadline of sdops, in seconds, and the limit of what a host may send,
 * in one table (design §9). Each can be overridden by `SDOPS_LIMIT_<NAME>`,
 * which tests and slow sites do.
 */
export const defaultLimits = {
  /** Activation, since its last output or last change of systemd's jobs. */
  activation: 900,
  /** One answer of an app's API. */
  answer: 20,
  /** A reboot, until the host answers again. */
  boot: 600,
  /** A whole build; nothing but a lost connection ends it before. */
  build: 43_200,
  /** One derivation of `builders check`. */
  builderProbe: 60,
  /** One answer of a binary cache. */
  cache: 15,
  /** A connection to a binary cache; one that is down costs as long. */
  cacheConnect: 1,
  /** Without a byte of an answer of a binary cache. */
  cacheSilence: 3,
  /** A dial and authentication. */
  connect: 20,
  /** The acknowledgement over a fresh connection; then the host rolls back. */
  contact: 120,
  /** One call into the GPU's driver: unload, load, nvidia-smi. */
  driver: 60,
  /** Waiting for others who edit the same fleet's files. */
  edit: 30,
  /** Evaluation on the build site. */
  evaluate: 600,
  /** The whole gate, image included. */
  gate: 300,
  /** The silence after which a holder's lock expires; it beats every 10 s. */
  heartbeatExpiry: 120,
  /** Waiting for an app to be idle, by the policy `when-idle`. */
  idle: 86_400,
  /** One picture of `image render`, once it is its turn. */
  image: 1800,
  /** SSH keepalive interval; three missed ones end the connection. */
  keepalive: 5,
  /** Waiting for somebody else's switch-to-configuration lock. */
  lock: 60,
  /** One answer of a model site, and the silence that ends a download. */
  modelSite: 30,
  /**
   * MiB of each stream that one script on a host answers by; what it tells
   * line by line, such as a build's log, may have 8 times that.
   */
  output: 32,
  /** The one probe. */
  probe: 60,
  /** Waiting for an app's queue to become empty. */
  queue: 600,
  /** Waiting for an app's port after a restart. */
  ready: 180,
  /** Waiting, in all, because a model site says that it was asked too often. */
  sitePatience: 300,
} as const

export type LimitName = keyof typeof defaultLimits
export type Limits = Readonly<Record<LimitName, number>>

/** The table with the overrides of an environment; bad values are ignored. */
export function limitsFrom(environment: NodeJS.ProcessEnv): Limits {
  const names = Object.keys(defaultLimits) as LimitName[]
  const pairs = names.map((name) => {
    const key = `SDOPS_LIMIT_${name.replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`
    const seconds = Number(environment[key])
    const good = Number.isFinite(seconds) && seconds > 0
    return [name, good ? seconds : defaultLimits[name]] as const
  })
  return Object.fromEntries(pairs) as Limits
}
