/** What keeps the lab from doing its work, in one sentence for a person. */
export class LabProblem extends Error {
  override readonly name = "LabProblem"
}
