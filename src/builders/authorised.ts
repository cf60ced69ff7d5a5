/**
 * The line of authorized_keys that lets a key build on a machine and do
 * nothing else there. In: a public key as in known_hosts or a `.pub` file.
 */
export function authorisedLine(key: string): string {
  return `restrict,command="nix-daemon --stdio" ${key}`
}
