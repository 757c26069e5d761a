// Words of the data panel.

export const data = {
};
