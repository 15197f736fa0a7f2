export type Slots = readonly { kind: string }[]

/**
 * Whether a new recovery code is the browser's to make, not that of the server's page: where one opens the vault, and
 * at level L2 always, since no password is said there to a server, which sends whoever asks it here.
 */
export function isForBrowser(level: string, slots: Slots): boolean {
    return level === 'L2' || slots.some(one => one.kind === 'recovery')
}
