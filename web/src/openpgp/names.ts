/** Of blobs of the vault. */
export const KEYS_BLOB = 'openpgp.keys'
