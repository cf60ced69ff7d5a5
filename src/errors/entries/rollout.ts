import { edit } from "../advice.ts"
import { entry } from "../entry.ts"

export const rolloutErrors = {
  badJournal: entry<{ file: string; line: number }>({
    code: "SDOPS_BAD_JOURNAL",
    exit: "failed",
    about: "the journal of a rollout can't be understood",
    says: ({ file, line }) => `${file}:${line}: invalid journal entry`,
    help: ({ file }) => [`rm ${file}`, "sdops rollout --help"],
  }),
  noRollout: entry<{ folder: string }>({
    code: "SDOPS_NO_ROLLOUT",
    exit: "failed",
    about: "rollout --resume found nothing to resume",
    says: ({ folder }) => `no rollout is unfinished in ${folder}`,
    help: () => ["sdops rollout all"],
  }),
  noRolloutFile: entry<{ known: readonly string[]; name: string }>({
    code: "SDOPS_NO_ROLLOUT_FILE",
    exit: "usage",
    about: "rollout --file names no file of the fleet's rollouts/",
    says: ({ known, name }) =>
      known.length === 0
        ? `there is no rollouts/${name}.yaml, nor any other`
        : `there is no rollouts/${name}.yaml; there is ${known.join(", ")}`,
    help: ({ known, name }) => [
      known[0] === undefined
        ? edit(`rollouts/${name}.yaml`)
        : `sdops rollout --file ${known[0]}`,
    ],
  }),
  rolloutRuns: entry<{ name: string; pid: number }>({
    code: "SDOPS_ROLLOUT_RUNS",
    exit: "refused",
    about: "the rollout to resume is still going on",
    says: ({ name, pid }) => `rollout ${name} still runs, as process ${pid}`,
    help: ({ pid }) => [`ps -p ${pid}`],
  }),
}
