import type { Identity } from '../jmap/types'
import { ownPages } from '../login/own-pages'
import type { Composer } from './composer'
import { identitiesOf } from './open'

const NOTE_MAX = 200

/** A masked address for those to whom this is written. Undefined where none can be made. */
export async function freshAddress(composer: Composer): Promise<Identity | undefined> {
    const note = composer.draft.value.to.map(one => one.email).join(', ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '').slice(0, NOTE_MAX)
    const made = await ownPages(composer.client).post<{ address: string }>('/api/masked', { note })
    if (!made.ok) return undefined
    const all = await identitiesOf(composer.client)
    const fresh = all.find(one => one.email.toLowerCase() === made.value.address.toLowerCase())
    if (fresh) composer.learn(all)
    return fresh
}
