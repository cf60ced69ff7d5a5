export const appErrors = {}
