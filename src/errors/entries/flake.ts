export const flakeErrors = {}
