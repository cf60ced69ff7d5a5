import { edit } from "../advice.ts"
import { entry } from "../entry.ts"

export const rolloutErrors = {
  badJournal: entry<{ file: string; line: number }>({
    code: "SDOPS_BAD_JOURNAL",
    exit: "failed",
    about: "a rollout's journal has an invalid entry",
    says: ({ file, line }) => `${file}:${line}: invalid journal entry`,
    help: ({ file }) => [`rm ${file}`, "sdops rollout --help"],
  }),
  noRollout: entry<{ folder: string }>({
    code: "SDOPS_NO_ROLLOUT",
    exit: "failed",
    about: "there is no rollout to resume",
    says: ({ folder }) => `no unfinished rollout in ${folder}`,
    help: () => ["sdops rollout all"],
  }),
  noRolloutFile: entry<{ known: readonly string[]; name: string }>({
    code: "SDOPS_NO_ROLLOUT_FILE",
    exit: "usage",
    about: "rollout --file doesn't name a file in rollouts/",
    says: ({ known, name }) =>
      known.length === 0
        ? `unknown rollout file ${name}: rollouts/ has none`
        : `unknown rollout file ${name}: rollouts/ has ${known.join(", ")}`,
    help: ({ known, name }) => [
      known[0] === undefined
        ? edit(`rollouts/${name}.yaml`)
        : `sdops rollout --file ${known[0]}`,
    ],
  }),
  rolloutRuns: entry<{ name: string; pid: number }>({
    code: "SDOPS_ROLLOUT_RUNS",
    exit: "refused",
    about: "the rollout to resume is still running",
    says: ({ name, pid }) =>
      `rollout ${name} is still running, as process ${pid}`,
    help: ({ pid }) => [`ps -p ${pid}`],
  }),
}
