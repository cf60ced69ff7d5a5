/** What keeps the lab from doing its work, in one sentence for a person. */
export class LabProblem extends Error {
  override readonly name: string = "LabProblem"
}

/** What this machine lacks for having rehearsal hosts at all. */
export class LabMissing extends LabProblem {}
