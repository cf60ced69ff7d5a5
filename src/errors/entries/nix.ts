export const nixErrors = {}
