import { Pages } from '../login/pages'
import { inWorker } from '../login/stretching'
import type { CertificateOctets, Cost } from '../openpgp/calls'
import { ofBase64, toBase64 } from '../openpgp/octets'
import { OpenPgpWorker } from '../openpgp/page'
import { type Recovery, typedRecovery } from '../openpgp/recovery'
import type { Slot, SlotsToSet } from '../openpgp/vault'

interface Shown { pepper: string, version: number, slots: Slot[] }

/**
 * A new password by the recovery code: of both the server sees its parts, and what the code opens here is open by the
 * new password.
 */
export async function recover(address: string, typed: string, password: string): Promise<'done' | 'codeWrong' | 'slowed' | 'lost'> {
    const code = await typedRecovery(typed)
    if (!code) return 'codeWrong'
    const pages = new Pages(address, () => ({}), inWorker)
    const part = toBase64(code.part)
    const shown = await pages.post<Shown>('/api/recover/vault', { address, part })
    if (!shown.ok) return shown.error.kind === 'slowed' || shown.error.kind === 'lost' ? shown.error.kind : 'codeWrong'
    const next = await pages.next(password)
    if (!next.ok) return 'lost'
    const vault = shown.value.slots.length === 0 ? undefined
        : await rewrapped(shown.value, next.value.account, code, next.value.secret.secret, next.value.secret.cost!)
    const done = await pages.post('/api/recover', { address, part, next: next.value.next, ...vault && { vault } })
    return done.ok ? 'done' : done.error.kind === 'lost' ? 'lost' : 'codeWrong'
}

/** Where the code opens nothing of it the slots stay as they are: the former password goes on opening them. */
async function rewrapped({ pepper, version, slots }: Shown, account: string, code: Recovery, secret: CertificateOctets, cost: Cost): Promise<SlotsToSet> {
    const worker = new OpenPgpWorker()
    try {
        const mine = slots.filter(one => one.kind === 'recovery').map(one => ofBase64(one.wrapped))
        const opened = await worker.call('openRoot', account, 'recovery', mine, code.secret, ofBase64(pepper))
        const wrapped = opened.ok ? await worker.call('wrapRoot', 'password', secret, ofBase64(pepper), cost) : opened
        if (!wrapped.ok) return { slots, whenVersion: version }
        return { slots: [...slots.filter(one => one.kind !== 'password'), { id: 'password', kind: 'password', wrapped: toBase64(wrapped.value) }], whenVersion: version }
    } finally {
        worker.end()
    }
}
