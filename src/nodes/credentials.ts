/**
 * Whether a URL has something that must not be written down: a user or a
 * password, or a query, where signatures and tokens are.
 */
export function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { password, search, username } = new URL(url)
  return username !== "" || password !== "" || search !== ""
}
