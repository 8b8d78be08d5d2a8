/** What parts of the module share is a file of its own. */
export const SHARED = 'shared';

/** The files of a part. */
export const filesOf = (part) => [SHARED, part];
