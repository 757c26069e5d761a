// Words of the training panel.

export const training = {
};
