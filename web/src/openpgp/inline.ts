import * as openpgp from 'openpgp/lightweight'
import { ok, type Result } from '../base/result'
import type { Apart, InnerBody, SignatureState, Trouble } from './calls'
import { decrypt, type Signers } from './decrypt'
import type { KeyRing } from './keys'
import { octetsOf } from './octets'
import { POLICY } from './policy'
import { stateOf } from './verify'

const BLOCKS_MAX = 4
/** Where one begins, where one ends. */
const EDGE = /^-----(?:BEGIN PGP (MESSAGE|SIGNED MESSAGE)|END PGP (?:MESSAGE|SIGNATURE))-----/gm

/** What of a plain text is armoured. `isWhole`: nothing else stands there. */
export interface Armoured { blocks: { kind: 'encrypted' | 'signed', text: string }[], isWhole: boolean }

export function armouredIn(text: string): Armoured {
    const blocks: Armoured['blocks'] = []
    let begun: { kind: 'encrypted' | 'signed', at: number } | undefined
    for (const { 0: edge, 1: kind, index } of text.matchAll(EDGE)) {
        if (kind !== undefined) begun ??= { kind: kind === 'MESSAGE' ? 'encrypted' : 'signed', at: index }
        else if (begun) {
            blocks.push({ kind: begun.kind, text: text.slice(begun.at, index + edge.length) })
            begun = undefined
        }
    }
    return { blocks: blocks.slice(0, BLOCKS_MAX), isWhole: blocks.length === 1 && text.trim() === blocks[0]!.text.trim() }
}

/** One block by itself: it is read, and never written (decision 0066). */
export async function openBlock(ring: KeyRing, block: Armoured['blocks'][number], signers: Signers, id: string): Promise<Apart> {
    const read = block.kind === 'encrypted' ? await opened(ring, block.text, signers) : await verified(block.text, signers)
    return read.ok ? { signature: read.value.signature, body: textBody(read.value.text, id) } : { why: read.error, signature: { kind: 'none' } }
}

type Read = { text: string, signature: SignatureState }

async function opened(ring: KeyRing, text: string, signers: Signers): Promise<Result<Read, Trouble>> {
    const got = await decrypt(ring, octetsOf(text), signers)
    return got.ok ? ok({ text: new TextDecoder().decode(got.value.octets), signature: await got.value.signature }) : got
}

/** The text is that which is signed, not that which stands there: RFC 9580 section 7. */
async function verified(text: string, { keys, from }: Signers): Promise<Result<Read, Trouble>> {
    try {
        const message = await openpgp.readCleartextMessage({ cleartextMessage: text, config: POLICY })
        const { data, signatures } = await openpgp.verify({ message, verificationKeys: keys, config: POLICY })
        return ok({ text: data as string, signature: await stateOf(signatures, keys, from) })
    } catch {
        return { ok: false, error: 'malformed' }
    }
}

/** A text is shown as text, whatever is in it. */
function textBody(text: string, id: string): InnerBody {
    const part = { partId: id, blobId: null, size: text.length, name: null, type: 'text/plain', charset: 'utf-8', disposition: null, cid: null }
    return { textBody: [part], htmlBody: [part], attachments: [], bodyValues: { [id]: { value: text, isEncodingProblem: false, isTruncated: false } }, contents: {} }
}
