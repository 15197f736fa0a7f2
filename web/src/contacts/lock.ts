import type { Choice } from './choice'

/** How a message goes. `closed`: end to end to all; `half`: to some. */
export type LockState = 'closed' | 'half' | 'open'

/** What the person wants; `auto`: as it is right by itself. */
export type Wanted = 'auto' | 'on' | 'off'

/** What becomes of those to whom nothing can be encrypted, while others have it encrypted. */
export type Others = 'password' | 'plain' | 'leave'

export interface Recipient { address: string, isBcc: boolean, choice: Choice }

export interface Lock {
    state: LockState
    /** To whom it is encrypted; the others get what `Others` says. */
    encrypted: Recipient[]
    others: Recipient[]
    /** Why it is open although somebody has a certificate. */
    why?: 'noRecipients' | 'noOwnKeys' | 'off' | 'some' | 'none'
}

/**
 * `answered`: small addresses of those who got what is answered, encrypted as well; nobody where it is sent on.
 */
export interface Asked { recipients: readonly Recipient[], wanted: Wanted, hasOwnKeys: boolean,
    isAnswerToEncrypted: boolean, answered: ReadonlySet<string> }

/**
 * By itself a message is encrypted when it can be to all. When it can to some, the person says what becomes of the
 * others: until then it is open, or half where what is answered was encrypted.
 */
export function lockOf({ recipients, wanted, hasOwnKeys, isAnswerToEncrypted, answered }: Asked): Lock {
    const open = (why: Lock['why']): Lock => ({ state: 'open', encrypted: [], others: [...recipients], why: why! })
    if (recipients.length === 0) return open('noRecipients')
    if (!hasOwnKeys) return open('noOwnKeys')
    if (wanted === 'off') return open('off')
    const isForced = wanted === 'on' || isAnswerToEncrypted
    // who wrote to all of us encrypted has named the others: to answer them all, and for nothing else
    const takes = ({ address, choice }: Recipient) => choice.kept !== undefined && (choice.byItself
        || (choice.reason === 'gossip' ? isAnswerToEncrypted && answered.has(address) : isForced))
    const encrypted = recipients.filter(takes)
    const others = recipients.filter(one => !takes(one))
    if (encrypted.length === 0) return open('none')
    if (others.length === 0) return { state: 'closed', encrypted, others }
    return isForced ? { state: 'half', encrypted, others } : open('some')
}

/** What was encrypted must not be answered in clear without a word. */
export function isLeaking(lock: Lock, isAnswerToEncrypted: boolean, others: Others | undefined): boolean {
    if (!isAnswerToEncrypted || lock.state === 'closed') return false
    return lock.state === 'open' ? others !== 'password' : others === 'plain' || others === undefined
}

/** One message that leaves: to whom it is, and whether it is encrypted to them. */
export interface Copy { to: string[], kind: 'encrypted' | 'plain', encryptedTo: Recipient[] }

/**
 * Who is in Bcc has a message of his own: the ids of keys in one that others get would name him. Those who have it in
 * clear have one together, but for Bcc, whom the server hides.
 */
export function copies(lock: Lock, others: Others): Copy[] {
    if (lock.state === 'open') return others === 'plain' ? [{ to: lock.others.map(one => one.address), kind: 'plain', encryptedTo: [] }] : []
    const seen = lock.encrypted.filter(one => !one.isBcc)
    const made: Copy[] = seen.length > 0 ? [{ to: seen.map(one => one.address), kind: 'encrypted', encryptedTo: seen }] : []
    for (const one of lock.encrypted.filter(it => it.isBcc)) made.push({ to: [one.address], kind: 'encrypted', encryptedTo: [one] })
    if (others === 'plain' && lock.others.length > 0) made.push({ to: lock.others.map(one => one.address), kind: 'plain', encryptedTo: [] })
    return made
}
