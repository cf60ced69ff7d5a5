export const inventoryErrors = {}
