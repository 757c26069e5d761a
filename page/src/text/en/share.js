// Words of links, files and commands.

export const share = {
};
