// Words of the network.

export const network = {
};
