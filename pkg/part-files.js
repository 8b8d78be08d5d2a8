/** What parts of the module share is a file of its own. */
export const SHARED = 'shared';

/**
 * The parts that build on another one: what the two alone share is in the other's file. The other is the one that a page
 * needs first.
 */
const BASES = {
  challenges: 'sign_in',
  hosted_ui: 'hosted_return',
  passkey_autofill: 'passkeys',
  passkey_settings: 'passkeys',
};

/** The files of a part. */
export const filesOf = (part) => [SHARED, ...(BASES[part] ? [BASES[part]] : []), part];
