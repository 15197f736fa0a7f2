import { fail, ok, type Result } from '../base/result'
import type { Stretching } from '../login/account'
import { type OpenedMessage, concat, openMessage, sealAnswer, type SealedFile } from './sealed'
import { type Keys, keysOf, type Link } from './secret'

/** What is said of a message to who has its link. `replies`: answers that may still be given. */
export interface Shown { from: string, until: string, tries: number, octets: number, once: boolean, replies: number }

/** `tries`: left after a wrong password. */
export type GuestFailure = { kind: 'gone' | 'slowed' | 'lost' | 'broken' | 'busy' | 'full' | 'tooLarge' } | { kind: 'wrong', tries: number }

type Fetch = (url: string, init: RequestInit) => Promise<Response>
type Octets = Uint8Array<ArrayBuffer>

/** Who has the link of a protected message. The password leaves the browser in no form. */
export class Guest {
    private keys: Keys | undefined

    constructor(private readonly link: Link, private readonly stretch: Stretching,
        private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

    async look(): Promise<Result<Shown, GuestFailure>> {
        const got = await this.ask('/protected/look', this.link.id)
        if (!got.ok) return got
        try {
            return ok(await got.value.json() as Shown)
        } catch {
            return fail({ kind: 'lost' })
        }
    }

    async open(password: string): Promise<Result<OpenedMessage, GuestFailure>> {
        this.keys = await keysOf(password, this.link, this.stretch)
        if (!this.keys) return fail({ kind: 'broken' })
        const got = await this.ask('/protected/open', concat(this.link.id, this.keys.authenticator))
        if (!got.ok) return got
        try {
            return await openMessage(this.keys.kek, this.link.id, new Uint8Array(await got.value.arrayBuffer())).then(one => one.ok ? one : fail({ kind: 'broken' }))
        } catch {
            return fail({ kind: 'lost' })
        }
    }

    async answer(message: OpenedMessage, text: string, files: readonly SealedFile[]): Promise<Result<undefined, GuestFailure>> {
        const sealed = await sealAnswer(message, { text, date: new Date().toISOString() }, files)
        if (!sealed || !this.keys) return fail({ kind: 'broken' })
        const got = await this.ask('/protected/reply', concat(this.link.id, this.keys.authenticator, sealed))
        return got.ok ? ok(undefined) : got
    }

    private async ask(path: string, body: Octets): Promise<Result<Response, GuestFailure>> {
        let response: Response
        try {
            response = await this.fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, credentials: 'omit', redirect: 'error',
                cache: 'no-store', body })
        } catch {
            return fail({ kind: 'lost' })
        }
        if (response.ok) return ok(response)
        const said = await response.json().catch(() => ({})) as { error?: string, tries?: number }
        if (said.error === 'wrong') return fail({ kind: 'wrong', tries: Number(said.tries) || 0 })
        const kind = (['gone', 'slowed', 'busy', 'full', 'tooLarge'] as const).find(one => one === said.error)
        return fail({ kind: kind ?? 'broken' })
    }
}
