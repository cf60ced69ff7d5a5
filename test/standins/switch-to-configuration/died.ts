/** The real program died in the middle; thrown up to main. */
export class Died extends Error {
  readonly exit: number

  constructor(message: string, exit: number) {
    super(message)
    this.exit = exit
  }
}
