/** `host-key` and `host.key` as TypeScript names it: `hostKey`. */
export type Camel<Text> = Text extends `${infer Head}-${infer Rest}`
  ? `${Camel<Head>}${Capitalize<Camel<Rest>>}`
  : Text extends `${infer Head}.${infer Rest}`
    ? `${Head}${Capitalize<Camel<Rest>>}`
    : Text & string

/** An object by the camelCase of its own keys; what is within stays. */
export type CamelKeys<Value extends object> = {
  [Key in keyof Value as Camel<Key>]: Value[Key]
}

/**
 * The edge where kebab-case ends: what YAML, JSON or a host's script has said,
 * by its keys in camelCase. For `schema.transform(camelKeys)`. Only the keys of
 * the object itself: those further down may be names of others.
 */
export function camelKeys<Value extends object>(
  value: Value,
): CamelKeys<Value> {
  const pairs = Object.entries(value).map(([key, one]) => [camel(key), one])
  return Object.fromEntries(pairs) as CamelKeys<Value>
}

function camel(key: string): string {
  return key.replaceAll(/[-.](.)/g, (_, next: string) => next.toUpperCase())
}
