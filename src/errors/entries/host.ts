export const hostErrors = {}
