import { z } from "zod"

/** A store path without anything below it, as Nix prints them. */
export const storePathSchema = z
  .string()
  .regex(/^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[A-Za-z0-9+._?=-]{1,211}$/)

/** A systemd unit's full name; templates' instances too. */
export const unitSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9:_.\\@-]{1,240}\.(service|socket|target|timer|mount|path)$/,
  )

/** A deployment's id: also a folder's and a unit's name. */
export const deployIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{3,63}$/)
