// Words of the result: maps, charts, tables.

export const result = {
};
