import type { CertificateFacts } from '../openpgp/calls'
import { isStale } from './autocrypt'
import type { Contact, Kept, Source } from './pins'

/** Why mail to somebody is encrypted, or is not. */
export type Reason =
    /** A person has compared it. */
    | 'verified'
    | 'own' | 'pinned' | 'autocrypt' | 'wkd' | 'keyserver' | 'file'
    /** There is one, which is not used by itself: the other's programs have not asked for it. */
    | 'available'
    /** There is one, of which it is likely that it is not read any more. */
    | 'stale' | 'gossip'
    /** Another one than the pinned was seen. `pinned` counts until the person has decided. */
    | 'changed'
    /** There is one; it is over, taken back, or too weak. */
    | 'unfit'
    | 'none'

export interface Choice {
    reason: Reason
    /** To which it is encrypted. */
    kept?: Kept
    /** What waits for the person. */
    offered?: Kept
    /** By itself, where nobody says otherwise. */
    byItself: boolean
}

/** What was learnt just now, from outside. */
export interface Found { own?: Kept, wkd?: Kept, keyserver?: Kept }

/**
 * Which certificate counts for somebody, and why. `facts`: of those among them that can be read, by fingerprint, now.
 */
export function choose(contact: Contact, found: Found, facts: ReadonlyMap<string, Pick<CertificateFacts, 'encrypts'>>): Choice {
    const isFit = (one: Kept | undefined): one is Kept => one !== undefined && (facts.get(one.fingerprint)?.encrypts ?? false)
    const { pin, autocrypt } = contact
    const other = contact.offered ?? differing(contact, found)
    if (pin) {
        if (other && other.fingerprint !== pin.fingerprint) return { reason: 'changed', offered: other, byItself: false, ...isFit(pin) && { kept: pin, byItself: true } }
        if (!isFit(pin)) return { reason: 'unfit', byItself: false }
        return { reason: pin.verifiedAt !== undefined ? 'verified' : pinnedReason(pin.source), kept: pin, byItself: true }
    }
    if (isFit(found.own)) return { reason: 'own', kept: found.own, byItself: true }
    if (autocrypt && isFit(autocrypt.key)) {
        if (isStale(autocrypt)) return { reason: 'stale', kept: autocrypt.key, byItself: false }
        return autocrypt.prefersEncryption ? { reason: 'autocrypt', kept: autocrypt.key, byItself: true } : { reason: 'available', kept: autocrypt.key, byItself: false }
    }
    if (isFit(found.wkd)) return { reason: 'wkd', kept: found.wkd, byItself: true }
    if (isFit(found.keyserver)) return { reason: 'keyserver', kept: found.keyserver, byItself: true }
    if (autocrypt && isFit(autocrypt.gossip)) return { reason: 'gossip', kept: autocrypt.gossip, byItself: false }
    return { reason: found.own ?? autocrypt?.key ?? found.wkd ?? found.keyserver ? 'unfit' : 'none', byItself: false }
}

function pinnedReason(source: Source): Reason { return source === 'gossip' || source === 'autocrypt' ? 'pinned' : source }

/** This server, or the other's domain, says another than was pinned, and it was not refused before. */
function differing({ pin, refused }: Contact, { own, wkd }: Found): Kept | undefined {
    return [own, wkd].find(one => one && pin && one.fingerprint !== pin.fingerprint && !refused?.includes(one.fingerprint))
}
