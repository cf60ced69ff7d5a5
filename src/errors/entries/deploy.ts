export const deployErrors = {}
