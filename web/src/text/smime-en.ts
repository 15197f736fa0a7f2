/**
 * What people read of signatures by S/MIME, in English. Loaded with the first of them. `errors`: by what the server
 * says.
 */
export const smimeEn = {
    status: {
        good: 'Signed by its sender (S/MIME)',
        bad: 'The S/MIME signature does not show who wrote this',
        unknown: 'Encrypted by S/MIME',
    },
    why: {
        good: 'An authority has certified that the address is the signer’s, and nothing was changed since. The server has verified it, as of the day when it came.',
        bad: 'Take it as mail that is not signed.',
        unknown: 'It can be read with a mail program that has your S/MIME key.',
    },
    errors: {
        'The signature cannot be read.': 'The signature cannot be read.',
        'The message is not what was signed.': 'It was changed after it was signed.',
        'There is not exactly one signer.': 'It has no signer, or several.',
        'The signer\'s certificate did not come with the message.': 'The signer’s certificate did not come with it.',
        'The signature is of a kind that is too weak.': 'It was made in a way that can be forged today.',
        'No authority that is trusted here has certified the signer.': 'No authority that is trusted here knows the signer.',
        'The certificate was not valid when the message came.': 'The signer’s certificate was not valid when the mail came.',
        'The certificate is not for signing mail.': 'The certificate is not for signing mail.',
        'The signer is not the author in From.': 'It was signed by somebody else than whom it says it is from.',
    } as Record<string, string>,
    otherError: 'The signature does not hold.',
}

export type SmimeWords = typeof smimeEn
