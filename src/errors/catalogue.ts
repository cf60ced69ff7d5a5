import { appErrors } from "./entries/app.ts"
import { buildErrors } from "./entries/build.ts"
import { builderErrors } from "./entries/builders.ts"
import { cacheErrors } from "./entries/cache.ts"
import { cliErrors } from "./entries/cli.ts"
import { deployErrors } from "./entries/deploy.ts"
import { flakeErrors } from "./entries/flake.ts"
import { gpuErrors } from "./entries/gpu.ts"
import { hostErrors } from "./entries/host.ts"
import { imagesErrors } from "./entries/images.ts"
import { inventoryErrors } from "./entries/inventory.ts"
import { modelErrors } from "./entries/models.ts"
import { nixErrors } from "./entries/nix.ts"
import { nodesErrors } from "./entries/nodes.ts"
import { remoteErrors } from "./entries/remote.ts"
import { rolloutErrors } from "./entries/rollout.ts"

/** Every failure that sdops knows; `sdops help errors` lists it. */
export const catalogue = {
  ...appErrors,
  ...buildErrors,
  ...builderErrors,
  ...cacheErrors,
  ...cliErrors,
  ...deployErrors,
  ...flakeErrors,
  ...gpuErrors,
  ...hostErrors,
  ...imagesErrors,
  ...inventoryErrors,
  ...modelErrors,
  ...nixErrors,
  ...nodesErrors,
  ...remoteErrors,
  ...rolloutErrors,
}

export type Catalogue = typeof catalogue
export type ErrorName = keyof Catalogue

/** What an error of that name must be given. */
export type DetailsOf<Name extends ErrorName> = Parameters<
  Catalogue[Name]["says"]
>[0]
