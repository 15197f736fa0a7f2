/** Why this cannot be a passphrase; as the server has it for those that it sees (docs/signing-in.md). */
export function whyNotPassphrase(passphrase: string, again: string): 'short' | 'differs' | 'unfit' | undefined {
    if ([...passphrase].length < 12) return 'short'
    if (passphrase !== again) return 'differs'
    const isLong = new TextEncoder().encode(passphrase.normalize('NFC')).length > 1024
    // no control characters, and not of the form of an app password
    const isOfAnApp = /^[0-9a-z]{5}(?:[- ][0-9a-z]{5}){3}[- ][0-9a-z]{6}$/i.test(passphrase.trim())
    return isLong || isOfAnApp || /[\u0000-\u001f\u007f]/.test(passphrase) ? 'unfit' : undefined
}
