/** `host-key` and `host.key` as TypeScript names it: `hostKey`. */
export type Camel<Text> = Text extends `${infer Head}-${infer Rest}`
  ? `${Camel<Head>}${Capitalize<Camel<Rest>>}`
  : Text extends `${infer Head}.${infer Rest}`
    ? `${Head}${Capitalize<Camel<Rest>>}`
    : Text & string

/** `hostKey` as YAML and JSON name it: `host-key`. */
export type Kebab<Text> = Text extends `${infer Head}${infer Rest}`
  ? Rest extends Uncapitalize<Rest>
    ? `${Lowercase<Head>}${Kebab<Rest>}`
    : `${Lowercase<Head>}-${Kebab<Rest>}`
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

/** The way back, where something is written: `hostKey` is `host-key` again. */
export type KebabKeys<Value extends object> = {
  [Key in keyof Value as Kebab<Key>]: Value[Key]
}

/** As `camelKeys`, the other way. Only for keys that had no dot. */
export function kebabKeys<Value extends object>(
  value: Value,
): KebabKeys<Value> {
  const pairs = Object.entries(value).map(([key, one]) => [kebab(key), one])
  return Object.fromEntries(pairs) as KebabKeys<Value>
}

function camel(key: string): string {
  return key.replaceAll(/[-.](.)/g, (_, next: string) => next.toUpperCase())
}

function kebab(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
