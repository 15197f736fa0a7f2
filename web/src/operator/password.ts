/** Without signs that look like others, so that it can be read out. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 5
const GROUP = 5

/** A password for somebody else, who changes it: 123 bits, in groups. `octet`: a random one, 0 to 255. */
export function freshPassword(octet: () => number): string {
    const sign = (): string => {
        const drawn = octet()
        // each sign is as likely as all others
        return drawn < SIGNS.length * Math.floor(256 / SIGNS.length) ? SIGNS[drawn % SIGNS.length]! : sign()
    }
    return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, sign).join('')).join('-')
}
