/** Whom to connect to, from the inventory. */
export type Target = {
  /** The host's name, for messages. */
  readonly name: string
  /** What `ssh` would be given: an address or an alias of ssh_config. */
  readonly address: string
  /** The inventory's port; ssh_config decides when left out. */
  readonly port?: number | undefined
  /** The login user; ssh_config decides when left out. */
  readonly user?: string | undefined
  /** The pinned key, `ssh-ed25519 AAAA…`. */
  readonly hostKey?: string | undefined
}
