import { about, edit } from "../advice.ts"
import { entry } from "../entry.ts"

export const imagesErrors = {
  imageExists: entry<{ file: string; name: string }>({
    code: "SDOPS_IMAGE_EXISTS",
    exit: "refused",
    about: "an image of that name is declared already",
    says: ({ file }) => `${file} exists already; nothing was written`,
    help: ({ file, name }) => [
      `sdops image import picture.png --name ${name}-2`,
      edit(file),
    ],
  }),
  imageFailed: entry<{ image: string; reason: string }>({
    code: "SDOPS_IMAGE_FAILED",
    exit: "failed",
    about: "ComfyUI could not make a declared picture",
    says: ({ image, reason }) => `picture ${image} was not made: ${reason}`,
    help: () => [about("sdops doctor", "--only", "app")],
  }),
  noRenderer: entry<{ hosts: readonly string[] }>({
    code: "SDOPS_NO_RENDERER",
    exit: "failed",
    about: "no host could be asked for pictures",
    says: ({ hosts }) =>
      hosts.length === 0
        ? "no chosen host declares ComfyUI"
        : `no ComfyUI answers: ${hosts.join(", ")}`,
    help: ({ hosts }) => [
      hosts[0] === undefined
        ? "sdops hosts list"
        : `sdops doctor ${hosts[0]} --only reach,app`,
    ],
  }),
  noRenders: entry<{ folder: string }>({
    code: "SDOPS_NO_RENDERS",
    exit: "failed",
    about: "nothing has been rendered yet",
    says: ({ folder }) => `there is no picture in ${folder}`,
    help: () => ["sdops image render"],
  }),
  notServed: entry<{ app: string; host: string }>({
    code: "SDOPS_NOT_SERVED",
    exit: "failed",
    about: "a host's running system doesn't serve a declared app",
    says: ({ app }) => `the running system does not serve ${app}`,
    help: ({ host }) => [`sdops deploy ${host}`],
  }),
  noImages: entry<{ folder: string }>({
    code: "SDOPS_NO_IMAGES",
    exit: "usage",
    about: "the fleet declares no image",
    says: ({ folder }) => `no image is declared in ${folder}`,
    help: () => ["sdops image import --help"],
  }),
  pictureRefused: entry<{ file: string; why: string }>({
    code: "SDOPS_PICTURE_REFUSED",
    exit: "refused",
    about: "a picture doesn't tell how it was made, or not in a way we know",
    says: ({ file, why }) => `${file} can't be imported: ${why}`,
    help: () => ["sdops image import --help"],
  }),
  unknownImage: entry<{
    known: readonly string[]
    meant: string | undefined
    name: string
  }>({
    code: "SDOPS_UNKNOWN_IMAGE",
    exit: "usage",
    about: "no image of that name is declared",
    says: ({ known, meant, name }) => {
      if (meant !== undefined)
        return `unknown image ${name}; did you mean ${meant}?`
      return known.length === 0
        ? `unknown image ${name}: images/ has none`
        : `unknown image ${name}: images/ has ${known.join(", ")}`
    },
    help: ({ meant, name }) => [edit(`images/${meant ?? name}.yaml`)],
  }),
}
