import { addModel } from "../../models/add.ts"
import type { AddWords } from "../../models/add-words.ts"
import type { ModelEvent } from "../../models/event.ts"
import type { ModelAdded } from "../../models/result.ts"
import { modelAddedText } from "../../output/text/models-text.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetWork } from "./fleet-work.ts"
import { modelReader } from "./model-reader.ts"

type Asked = {
  readonly args: Pick<AddWords, "hosts" | "url">
  readonly flags: GlobalFlags &
    Omit<AddWords, "hosts" | "url"> & { readonly allowPickle: boolean }
}

/** Declares a model, with a bar while it is downloaded. */
export async function addedModel({ args, flags }: Asked): Promise<ModelAdded> {
  const { allowPickle, folder, name, replace, token } = flags
  const words = { ...args, folder, name, replace, token }
  return fleetWork<ModelAdded, ModelEvent>({
    flags: { ...flags, yes: allowPickle },
    recovery: "sdops models list",
    say: modelAddedText,
    show: modelReader,
    work: (fleet, context) => addModel(fleet, words, context),
  })
}
