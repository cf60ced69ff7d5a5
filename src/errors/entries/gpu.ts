export const gpuErrors = {}
