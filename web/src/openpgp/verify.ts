import type * as openpgp from 'openpgp/lightweight'
import type { SignatureState } from './calls'
import { factsOf } from './certificates'

/** What the library says of one signature. */
type Checked = Awaited<ReturnType<typeof openpgp.verify>>['signatures'][number]

/** Of all signatures over the same octets the best one counts. `from`: the addresses that the message says it is of. */
export async function stateOf(all: readonly Checked[], keys: readonly openpgp.PublicKey[], from: readonly string[]): Promise<SignatureState> {
    let best: SignatureState = { kind: 'none' }
    for (const one of all.slice(0, SIGNATURES_MAX)) {
        const state = await stateOfOne(one, keys, from)
        if (RANK.indexOf(state.kind) < RANK.indexOf(best.kind)) best = state
    }
    return best
}

const SIGNATURES_MAX = 10
const RANK: SignatureState['kind'][] = ['good', 'otherSender', 'wrong', 'weak', 'unknownKey', 'partly', 'none']

async function stateOfOne({ keyID, verified, signature }: Checked, keys: readonly openpgp.PublicKey[], from: readonly string[]): Promise<SignatureState> {
    try {
        await verified
    } catch (error) {
        const why = String(error)
        if (/could not find signing key/i.test(why)) return { kind: 'unknownKey', keyId: keyID.toHex() }
        return { kind: /insecure|too weak|hash algorithm/i.test(why) ? 'weak' : 'wrong' }
    }
    const key = keys.find(one => one.getKeys(keyID).length > 0)
    if (!key) return { kind: 'unknownKey', keyId: keyID.toHex() }
    const { fingerprint, addresses } = await factsOf(key)
    const at = (await signature).packets[0]?.created?.getTime() ?? 0
    const isOfSender = from.length === 1 && addresses.includes(from[0]!.toLowerCase())
    return isOfSender ? { kind: 'good', fingerprint, at } : { kind: 'otherSender', fingerprint, addresses, at }
}
