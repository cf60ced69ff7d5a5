import { catalogue, type DetailsOf, type ErrorName } from "./catalogue.ts"
import type { Entry } from "./entry.ts"
import { type Circumstances, SdopsError } from "./sdops-error.ts"

/**
 * The only way to make an error: `throw fail("unreachable", { … }, { host })`.
 * The catalogue supplies code, exit code, sentence and help.
 */
export function fail<Name extends ErrorName>(
  name: Name,
  details: DetailsOf<Name>,
  circumstances: Circumstances = {},
): SdopsError {
  const found = catalogue[name] as unknown as Entry<DetailsOf<Name>>
  return new SdopsError({
    ...circumstances,
    code: found.code,
    details,
    exit: found.exit,
    help: found.help(details),
    message: found.says(details),
    name,
  })
}
