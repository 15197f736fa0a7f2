import type { EmailAddress, Identity } from '../jmap/types'
import type { Draft } from './draft'
import { signatures } from './start'

/** What may be forgotten or wrong: said before it is sent. */
export type Doubt = { kind: 'attachment' } | { kind: 'subject' } | { kind: 'empty' } | { kind: 'likes', written: string, known: string } | { kind: 'many', count: number }
    | { kind: 'said', text: string } | { kind: 'signature' | 'knownAs', of: string, as: string }

const ATTACHMENT = /\b(attach(ed|ment|ments|ing)?|enclosed|allegat[oaie]|allego|in allegato)\b/i
/** More in To and Cc, who all see each other. */
const SEEN_MAX = 20
/** Shorter ones stand in other words by chance. In characters. */
const SIGNATURE_LEAST = 4

/**
 * `known`: addresses that were written to before. `ownText`: without what is quoted. `identities`: as whom one may
 * write.
 */
export function doubts(draft: Draft, ownText: string, known: readonly string[], identities: readonly Identity[] = []): Doubt[] {
    const found: Doubt[] = [...anotherName(draft, identities), ...othersSignature(draft, ownText, identities)]
    if (draft.subject.trim() === '') found.push({ kind: 'subject' })
    if (ownText.trim() === '' && draft.attachments.length === 0 && draft.about?.how !== 'forwarded') found.push({ kind: 'empty' })
    if (draft.attachments.every(one => one.cid !== undefined) && ATTACHMENT.test(`${draft.subject} ${ownText}`)) found.push({ kind: 'attachment' })
    for (const one of [...draft.to, ...draft.cc, ...draft.bcc]) {
        const like = likeness(one, known)
        if (like) found.push({ kind: 'likes', written: one.email, known: like })
    }
    const seen = draft.to.length + draft.cc.length
    if (seen > SEEN_MAX) found.push({ kind: 'many', count: seen })
    return found
}

/** Who was written to as somebody, and answers as another: he says who he is. */
function anotherName({ identityId, knownAs }: Draft, identities: readonly Identity[]): Doubt[] {
    const own = identities.find(one => one.id === identityId)
    if (!own || knownAs === undefined || own.email.toLowerCase() === knownAs.toLowerCase()) return []
    return [{ kind: 'knownAs', of: knownAs, as: own.email }]
}

/** Who writes as one of his names, and has signed as another: a masked address is told who has it. */
function othersSignature({ identityId }: Draft, ownText: string, identities: readonly Identity[]): Doubt[] {
    const own = identities.find(one => one.id === identityId)
    if (!own) return []
    const bare = (text: string) => text.replace(/\s+/g, ' ').trim()
    const [text, allowed] = [bare(ownText), signatures(own).map(bare)]
    const other = identities.find(one => signatures(one).map(bare).some(all => all.length >= SIGNATURE_LEAST
        && !allowed.some(mine => mine.includes(all)) && text.includes(all)))
    return other ? [{ kind: 'signature', of: other.email, as: own.email }] : []
}

/** An address that one knows, from which this one differs by a letter or two. */
function likeness({ email }: EmailAddress, known: readonly string[]): string | undefined {
    const written = email.toLowerCase()
    const all = known.map(one => one.toLowerCase())
    if (all.includes(written)) return undefined
    return all.find(one => {
        const [local, domain] = [one.slice(0, one.lastIndexOf('@')), one.slice(one.lastIndexOf('@') + 1)]
        const [local2, domain2] = [written.slice(0, written.lastIndexOf('@')), written.slice(written.lastIndexOf('@') + 1)]
        const isNear = (a: string, b: string) => a.length > 4 && distance(a, b, 2) <= (a.length > 7 ? 2 : 1)
        return local === local2 && isNear(domain, domain2) || domain === domain2 && isNear(local, local2)
    })
}

/** Damerau and Levenshtein, with letters that changed places counted once; `most` + 1 where it is more. */
export function distance(a: string, b: string, most: number): number {
    if (Math.abs(a.length - b.length) > most) return most + 1
    let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)]
    for (let i = 1; i <= a.length; i++) {
        const row = [i]
        for (let j = 1; j <= b.length; j++) {
            const cost = a[i - 1] === b[j - 1] ? 0 : 1
            let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
            row.push(least)
        }
        if (Math.min(...row) > most) return most + 1
        ;[before, last] = [last, row]
    }
    return last[b.length]!
}
