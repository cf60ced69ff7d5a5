/** What long work on models tells of itself. */
export type ModelEvent =
  | {
      readonly event: "note"
      readonly host?: string
      /** The file that is over with it, if one is. */
      readonly file?: string
      readonly text: string
    }
  | {
      readonly event: "progress"
      readonly host: string
      /** What is fetched or hashed, such as `loras/x.safetensors`. */
      readonly file: string
      /** Bytes. */
      readonly done: number
      readonly all: number | undefined
    }
